package stage5.local.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * Parses JSON with numbers as SNS compares them: with five digits after the decimal point.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html">Filter policy
 *     constraints</a>
 */
final class ComparedNumbers {

    private static final int DECIMALS = 5;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private ComparedNumbers() {}

    /** Returns the JSON with all its numbers cut to five decimals. */
    static JsonNode parse(String json) throws JsonProcessingException {
        JsonNode parsed = JSON.readTree(json);
        cutIn(parsed);
        return parsed;
    }

    /** Returns the number without its digits after the fifth decimal. */
    static BigDecimal cut(BigDecimal number) {
        if (number.scale() <= DECIMALS) {
            return number;
        }
        boolean isTiny = number.precision() - (long) number.scale() <= -DECIMALS; // setScale would need much memory
        return isTiny
                ? BigDecimal.ZERO
                : number.setScale(DECIMALS, RoundingMode.DOWN).stripTrailingZeros();
    }

    private static void cutIn(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                field.setValue(cutValue(field.getValue()));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, cutValue(array.get(i)));
            }
        }
    }

    private static JsonNode cutValue(JsonNode value) {
        if (value.isBigDecimal()) {
            return DecimalNode.valueOf(cut(value.decimalValue()));
        }
        cutIn(value);
        return value;
    }
}
