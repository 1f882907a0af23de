package stage5.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationTests {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {n: 1}                                    | true
            {n: '1'}                                  | true
            {n: 2}                                    | false
            {text: {$matches: 'a.c'}}                 | true
            {text: {$matches: 'b'}}                   | false
            {text: {$contains: 'b'}}                  | true
            {text: {$contains: 'x'}}                  | false
            {text: {$not: 'abc'}}                     | false
            {text: {$size: 3}}                        | true
            {none: {$absent: true}}                   | true
            {n: {$absent: true}}                      | false
            {n: {$present: true}}                     | true
            {none: {$present: true}}                  | false
            {none: {$size: 0}}                        | false
            {n: {$between: [1, 2]}}                   | true
            {n: {$between: [2, 3]}}                   | false
            {text: {$between: [0, 9]}}                | false
            {list: {$size: 2}}                        | true
            {list: {$contains: {$like: {a: 2}}}}      | true
            {list: {$contains: {$like: {a: 3}}}}      | false
            {list: {$unordered: [{a: 2}, {a: 1}]}}    | true
            {list: {$unordered: [{a: 1}, {a: 1}]}}    | false
            {list: [{a: 1}, {a: {$present: true}}]}   | true
            {list: [{a: 1}]}                          | false
            {'list[1].a': 2}                          | true
            {'/list/1/a': 2}                          | true
            {'list[2].a': 2}                          | false
            {json: {$json: {b: 1}}}                   | true
            {json: {$json: {b: 2}}}                   | false
            {text: {$json: {b: 2}}}                   | false
            """)
    void shouldCompareFields_whenExpected(String fields, boolean fits) throws JsonProcessingException {
        JsonNode body = json("{n: 1, text: 'abc', list: [{a: 1}, {a: 2}], json: '{\"b\":1}'}");
        Result result = new Result(200, null, null, Map.of(), null, body);

        assertThat(Expectation.differences(json("{fields: " + fields + "}"), result)
                        .isEmpty())
                .isEqualTo(fits);
    }

    @Test
    void shouldExpectSuccess_whenNeitherStatusNorCodeIsExpected() throws JsonProcessingException {
        Result refused = new Result(400, "Refused", "no", Map.of("x-a", List.of("1", "2")), "text", json("{}"));

        assertThat(Expectation.differences(null, refused)).hasSize(1);
        assertThat(Expectation.differences(json("{}"), refused)).hasSize(1);
        assertThat(Expectation.differences(
                        json("{status: 400, code: 'Refused', message: 'no', headers: {'X-A': '1, 2'}, body: 'text'}"),
                        refused))
                .isEmpty();
        assertThat(Expectation.differences(json("{status: 404, code: 'Other'}"), refused))
                .extracting(Difference::member)
                .containsExactly("status", "code");
    }

    @Test
    void shouldThrow_whenTheExpectationIsMisspelt() throws JsonProcessingException {
        Result result = new Result(200, null, null, Map.of(), null, json("{a: 1}"));

        assertThatThrownBy(() -> Expectation.differences(json("{filds: {}}"), result))
                .hasMessageContaining("filds");
        assertThatThrownBy(() -> Expectation.differences(json("{fields: {a: {$match: '1'}}}"), result))
                .hasMessageContaining("$match");
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }
}
