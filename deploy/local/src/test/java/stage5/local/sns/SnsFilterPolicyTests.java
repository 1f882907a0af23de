package stage5.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.local.aws.Aws;
import stage5.local.sqs.MessageAttribute;
import stage5.local.sqs.QueueMessage;

class SnsFilterPolicyTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"k":[{"wildcard":"a*"}]}                                 | Unrecognized match type wildcard
        {"k":[{"exactly":"a"}]}                                   | Unrecognized match type exactly
        {"k":["a",{"wrong-operator":true}]}                       | Unrecognized match type wrong-operator
        {"k":[{"anything-but":{"suffix":"a"}}]}                   | Unsupported anything-but pattern: suffix
        {"k":[{"anything-but":{"wildcard":"a"}}]}                 | Unsupported anything-but pattern: wildcard
        {"k":[{"anything-but":{"equals-ignore-case":"a"}}]}       | Unsupported anything-but pattern: equals-ignore-case
        {"k":[{"anything-but":{"exists":false}}]}                 | Unsupported anything-but pattern: exists
        {"k":[{"anything-but":{"prefix":false}}]}                 | prefix match pattern must be a string
        {"k":[{"anything-but":{"prefix":["a"]}}]}                 | prefix match pattern must be a string
        {"k":[{"prefix":{"equals-ignore-case":"a"}}]}             | prefix match pattern must be a string
        {"k":[{"suffix":{"equals-ignore-case":"a"}}]}             | suffix match pattern must be a string
        {"$or":[{"k":["a"]},{"l":[{"wildcard":"a*"}]}]}           | Unrecognized match type wildcard
        {"k":[{"suffix":"a","prefix":"b"}]}                       | Only one key allowed in match expression
        {"k":[["a"]]}                                             | Match value must be String, number, true, false, or null
        {"k":[]}                                                  | Empty arrays are not allowed
        {"k":{"suffix":"a"}}                                      | "suffix" must be an object or an array
        """)
    void shouldRefuse_whenSnsDoesNotDocumentTheOperator(String policy, String reason) {
        assertThatThrownBy(() -> FilterPolicy.of(policy, FilterPolicy.Scope.MessageAttributes))
                .isInstanceOf(SnsErrorException.class)
                .hasMessageStartingWith("Invalid parameter: FilterPolicy: " + reason + "\n");
    }

    @Test
    void shouldRefuseAnOperatorBelowANestedKey_whenThePolicyIsOnTheBody() {
        assertThatThrownBy(() ->
                        FilterPolicy.of("{\"a\":{\"b\":[{\"wildcard\":\"a*\"}]}}", FilterPolicy.Scope.MessageBody))
                .hasMessageContaining("Unrecognized match type wildcard");
    }

    @Test
    void shouldStateThePosition_whenAnOperatorIsRefused() {
        String policy = "{\"key\":[{\"anything-but\":{\"suffix\":\"test\"}}]}";

        assertThatThrownBy(() -> FilterPolicy.of(policy, FilterPolicy.Scope.MessageAttributes))
                .hasMessage("Invalid parameter: FilterPolicy: Unsupported anything-but pattern: suffix\n"
                        + " at [Source: (String)\"" + policy + "\"; line: 1, column: 36]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"k\":[{\"prefix\":\"a\"}]}",
                "{\"k\":[{\"suffix\":\"a\"}]}",
                "{\"k\":[{\"equals-ignore-case\":\"a\"}]}",
                "{\"k\":[{\"cidr\":\"10.0.0.0/24\"}]}",
                "{\"k\":[{\"exists\":true}]}",
                "{\"k\":[{\"exists\":false}]}",
                "{\"k\":[{\"numeric\":[\">\",0,\"<=\",100]}]}",
                "{\"k\":[{\"anything-but\":\"a\"}]}",
                "{\"k\":[{\"anything-but\":[\"a\",\"b\"]}]}",
                "{\"k\":[{\"anything-but\":[1,2]}]}",
                "{\"k\":[{\"anything-but\":{\"prefix\":\"a\"}}]}",
                "{\"$or\":[{\"k\":[\"a\"]},{\"l\":[\"a\"]}]}",
                "{\"k\":[\"a\",1,true,null,{\"prefix\":\"b\"}]}"
            })
    void shouldAccept_whenSnsDocumentsTheOperator(String policy) {
        assertThatCode(() -> FilterPolicy.of(policy, FilterPolicy.Scope.MessageAttributes))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"n":[{"numeric":["=",123.456789]}]}       | 123.4567892       | true
        {"n":[{"numeric":["=",123.456789]}]}       | 123.45678         | true
        {"n":[{"numeric":["=",123.45678]}]}        | 123.45679         | false
        {"n":[123.456789]}                         | 123.4567892       | true
        {"n":[{"numeric":["=",-0.000001]}]}        | 0                 | true
        {"n":[{"numeric":["=",301.5]}]}            | 3.015e2           | true
        {"n":[{"numeric":[">",0,"<=",150]}]}       | 150.000001        | true
        {"n":[{"numeric":[">",0,"<=",150]}]}       | 150.00001         | false
        {"n":[{"anything-but":[100,500]}]}         | 100.000001        | false
        {"n":[{"numeric":["<",0]}]}                | 1e126             | false
        {"n":[{"numeric":[">",0]}]}                | 1e-128            | false
        """)
    void shouldCompareFiveDecimals_whenValuesAreNumeric(String policy, String number, boolean admitted) {
        assertThat(FilterPolicy.of(policy, FilterPolicy.Scope.MessageAttributes)
                        .admits(message("hello", Map.of("n", new MessageAttribute("Number", number)))))
                .isEqualTo(admitted);
        assertThat(FilterPolicy.of(policy, FilterPolicy.Scope.MessageBody)
                        .admits(message("{\"n\":%s}".formatted(number), Map.of())))
                .isEqualTo(admitted);
        assertThat(FilterPolicy.of(policy, FilterPolicy.Scope.MessageAttributes)
                        .admits(message(
                                "hello", Map.of("n", new MessageAttribute("String.Array", "[%s]".formatted(number))))))
                .isEqualTo(admitted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "123456789012345678901234567890"})
    void shouldNotMatch_whenANumberIsBeyondAllBounds(String number) {
        assertThat(FilterPolicy.of("{\"n\":[{\"numeric\":[\"=\",1]}]}", FilterPolicy.Scope.MessageBody)
                        .admits(message("{\"n\":%s}".formatted(number), Map.of())))
                .isFalse();
    }

    private static Message message(String body, Map<String, MessageAttribute> attributes) {
        return new Message("1", null, QueueMessage.of(Aws.topicArn("t"), body, attributes), Instant.EPOCH);
    }
}
