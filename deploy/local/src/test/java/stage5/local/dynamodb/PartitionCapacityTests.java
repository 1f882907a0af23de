package stage5.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import stage5.local.fault.TestFaults;

class PartitionCapacityTests {

    private static final DynamoDbFault FOUR_UNITS = fault("hot/", 4);

    private Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private final PartitionCapacity partition = new PartitionCapacity(() -> now);

    @Test
    void shouldTakeNoMoreThanItsUnits_inOneSecond() {
        assertThat(partition.take(FOUR_UNITS, items("hot/a"), 2)).isEmpty();
        assertThat(partition.take(FOUR_UNITS, items("hot/b"), 2)).isEmpty();
        assertThat(partition.take(FOUR_UNITS, items("hot/c"), 1)).contains(0);

        now = now.plusSeconds(1);

        assertThat(partition.take(FOUR_UNITS, items("hot/c"), 1)).isEmpty();
    }

    @Test
    void shouldTakeAllItemsOrNone_whenTheyShareATransaction() {
        assertThat(partition.take(FOUR_UNITS, items("cold/a", "hot/a", "hot/b", "hot/c"), 2))
                .as("the first item of the partition")
                .contains(1);
        assertThat(partition.take(FOUR_UNITS, items("hot/a", "hot/b"), 2)).isEmpty();
    }

    @Test
    void shouldTakeEveryWrite_whenItIsElsewhereOrThereIsNoLimit() {
        assertThat(partition.take(fault("hot/", 0), items("cold/a"), 1)).isEmpty();
        assertThat(partition.take(fault("hot/", 0), List.of(Optional.empty()), 1))
                .isEmpty();
        assertThat(partition.take(DynamoDbFault.NONE, items("hot/a"), 1)).isEmpty();
    }

    private static DynamoDbFault fault(String prefix, int units) {
        return TestFaults.of(DynamoDbFault.class, Map.of("partitionPrefix", prefix, "partitionUnits", units));
    }

    private static List<Optional<ItemKey>> items(String... partitions) {
        return Stream.of(partitions)
                .map(partition -> Optional.of(new ItemKey("t", Map.of("pk", new AttributeValue(partition)))))
                .toList();
    }
}
