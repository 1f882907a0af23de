package stage5.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StoredItemTests {

    @Test
    void shouldNameTablesOfTheTopologyOnly() {
        assertThat(Arrays.stream(StoredItem.values()).map(StoredItem::table).filter(Objects::nonNull))
                .isSubsetOf(Topology.load().tables().map(Table::name).toList());
    }

    @Test
    void shouldReturnTheIdOfAPartitionKey() {
        for (StoredItem kind : StoredItem.values()) {
            assertThat(kind.id(kind.partition("1/a"))).as(kind.name()).isEqualTo("1/a");
        }
    }

    @Test
    void shouldTellItemsOfOnePartitionApart() {
        String order = StoredItem.SAGA.partition("1");

        assertThat(StoredItem.SAGA.matches(order, "SAGA")).isTrue();
        assertThat(StoredItem.ORDER_EVENT.matches(order, "SAGA")).isFalse();
        assertThat(StoredItem.ORDER_EVENT.matches(order, "EVENT#0000000001")).isTrue();
        assertThat(StoredItem.STOCK.matches(order, "STOCK")).isFalse();
    }
}
