package stage5.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ItemLocksTests {

    private final ItemLocks locks = new ItemLocks();
    private final ItemKey item = key("a");
    private final ItemKey other = key("b");

    @Test
    void shouldHoldNothing_whenAnotherTransactionHoldsAnItem() {
        assertThat(locks.beginTransaction(List.of(item))).isEmpty();

        assertThat(locks.beginTransaction(List.of(other, item))).containsExactly(item);
        assertThat(locks.held(List.of(item, other))).containsExactly(item);
    }

    @Test
    void shouldExcludeTransactions_whenAWriteHoldsTheItem() {
        assertThat(locks.beginWrite(item)).isTrue();
        assertThat(locks.beginWrite(item)).as("another plain write").isTrue();

        locks.endWrite(item);
        assertThat(locks.beginTransaction(List.of(other, item))).containsExactly(item);

        locks.endWrite(item);
        assertThat(locks.beginTransaction(List.of(other, item))).isEmpty();
    }

    @Test
    void shouldExcludeWrites_whenATransactionHoldsTheItem() {
        locks.beginTransaction(List.of(item));

        assertThat(locks.beginWrite(item)).isFalse();
        assertThat(locks.beginWrite(other)).isTrue();

        locks.endTransaction(List.of(item));
        assertThat(locks.beginWrite(item)).isTrue();
    }

    private static ItemKey key(String id) {
        return new ItemKey("table", Map.of("pk", new AttributeValue(id)));
    }
}
