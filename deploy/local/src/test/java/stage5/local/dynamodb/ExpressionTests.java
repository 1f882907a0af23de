package stage5.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTests {

    private static final AttributeValue RED = new AttributeValue("red");
    private static final AttributeValue OLD = new AttributeValue("old");
    private static final Image BEFORE = Image.of(Map.of("colour", OLD));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "colour = :red",
                "begins_with(sk, :sk) AND colour=:red",
                "(#c = :red) and sk BETWEEN :a AND :b",
                "sk = :sk AND #c = :red"
            })
    void shouldFindTheRequiredValue(String condition) {
        assertThat(expression(condition).required("colour")).contains(RED);
    }

    @Test
    void shouldFindNoRequiredValue_whenTheConditionHasNone() {
        assertThat(expression("colours = :red AND colour > :sk").required("colour"))
                .isEmpty();
        assertThat(new Expression(null, null, null).required("colour")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET colour = :red",
                "set n = if_not_exists(colour, :one), #c = :red REMOVE other",
                "REMOVE other SET a.colour = :sk, #c=:red, n = :one"
            })
    void shouldFindTheAssignedValue(String update) {
        assertThat(expression(update).applied(BEFORE).get("colour")).isEqualTo(KnownValue.of(RED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET colour = if_not_exists(colour, :red)", "SET #c = :red + :one", "ADD colour :red"})
    void shouldNotKnowTheValue_whenItIsComputed(String update) {
        assertThat(expression(update).applied(BEFORE).get("colour")).isEqualTo(KnownValue.UNKNOWN);
        assertThat(expression(update).changes("colour")).isTrue();
    }

    @Test
    void shouldFindThatAnAttributeIsRemoved() {
        assertThat(expression("SET n = :one REMOVE other, #c").applied(BEFORE).get("colour"))
                .isEqualTo(KnownValue.ABSENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET n = colour", "SET n = if_not_exists(n, colour), a.colour = :red", "REMOVE other"})
    void shouldKeepTheOldValue_whenTheUpdateDoesNotChangeIt(String update) {
        assertThat(expression(update).applied(BEFORE).get("colour")).isEqualTo(KnownValue.of(OLD));
        assertThat(expression(update).changes("colour")).isFalse();
    }

    private static Expression expression(String text) {
        return new Expression(
                text,
                Map.of("#c", "colour"),
                Map.of(":red", RED, ":sk", new AttributeValue("sk"), ":one", new AttributeValue().withN("1")));
    }
}
