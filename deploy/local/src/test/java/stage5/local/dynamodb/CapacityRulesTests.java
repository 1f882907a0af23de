package stage5.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapacityRulesTests {

    @Test
    void shouldAddTheSizesOfNamesAndValues() {
        assertThat(size(new AttributeValue("é"))).isEqualTo(1 + 2);
        assertThat(size(new AttributeValue().withN("-123.45"))).isEqualTo(1 + 4);
        assertThat(size(new AttributeValue().withB(ByteBuffer.wrap(new byte[5]))))
                .isEqualTo(1 + 5);
        assertThat(size(new AttributeValue().withBOOL(false))).isEqualTo(1 + 1);
        assertThat(size(new AttributeValue().withNULL(true))).isEqualTo(1 + 1);
        assertThat(size(new AttributeValue().withSS("ab", "c"))).isEqualTo(1 + 3);
        assertThat(size(new AttributeValue().withL(new AttributeValue("ab"), new AttributeValue("c"))))
                .isEqualTo(1 + 3 + 2 + 3);
        assertThat(size(new AttributeValue().withM(Map.of("k", new AttributeValue("ab")))))
                .isEqualTo(1 + 3 + 1 + 3);
    }

    private static long size(AttributeValue value) {
        return CapacityRules.size(Map.of("a", value));
    }

    @Test
    void shouldRoundUnitsUp() {
        assertThat(CapacityRules.write(null)).isEqualTo(1);
        assertThat(CapacityRules.write(text(1_023))).isEqualTo(1);
        assertThat(CapacityRules.write(text(1_024))).isEqualTo(2);
        assertThat(CapacityRules.read(text(4_095))).isEqualTo(1);
        assertThat(CapacityRules.read(text(4_096))).isEqualTo(2);
    }

    /** Returns an item of one byte more than the text has. */
    private static Map<String, AttributeValue> text(int length) {
        return Map.of("a", new AttributeValue("x".repeat(length)));
    }

    @Test
    void shouldShowBinaryKeysInHexadecimal() {
        assertThat(CapacityRules.text(new AttributeValue().withB(ByteBuffer.wrap(new byte[] {1, -1}))))
                .isEqualTo("01ff");
        assertThat(CapacityRules.text(new AttributeValue().withN("1.50"))).isEqualTo("1.50");
    }
}
