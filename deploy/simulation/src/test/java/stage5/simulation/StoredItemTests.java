package stage5.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.outbox.OutboxItems;
import stage5.order.saga.DueSagaItems;
import stage5.topology.StoredItem;
import stage5.topology.Table;
import stage5.topology.Topology;

/** Compares the item layouts that tools rely on with the items that the services' own code writes. */
class StoredItemTests {

    private static final int MAX_SEEDS = 50;

    /** The items that services delete once their work is done. The others are still there when a seed has ended. */
    private static final Set<StoredItem> TRANSIENT =
            EnumSet.of(StoredItem.SAGA, StoredItem.DUE_SAGA, StoredItem.OUTBOX);

    /** Short enough to find transient items. */
    private static final Duration SAMPLING_INTERVAL = Duration.ofMillis(500);

    private static final List<String> TABLES =
            Topology.load().tables().map(Table::name).toList();

    private static EmbeddedDynamoDb database;

    @BeforeAll
    static void prepare() {
        SimulatedShop.silenceServices();
        database = SimulatedShop.sharedDatabase();
    }

    @Test
    void shouldStateTheKeysAndAttributesThatTheServicesWrite() {
        Set<StoredItem> missing = EnumSet.allOf(StoredItem.class);

        for (long seed = 1; seed <= MAX_SEEDS && !missing.isEmpty(); seed++) {
            SimulatedShop shop = new SimulatedShop(seed, database, PlantedDefect.NONE, false);
            sample(shop, missing);
            shop.run();
            removeStored(missing, EnumSet.allOf(StoredItem.class));
        }

        assertThat(missing)
                .as("kinds of item that no service has written with these keys and attributes")
                .isEmpty();
    }

    @Test
    void shouldCountEveryShardOfAnOutbox_whenAServiceHasTheMost() {
        int most = StoredItem.MAX_OUTBOX_SHARDS;

        assertThat(outbox(most)).isNotNull();
        assertThatThrownBy(() -> outbox(most + 1)).rootCause().hasMessageContaining("stage5.outbox.shards");
    }

    @Test
    void shouldCountEveryShardOfTheDueSagas_whenThereAreTheMost() {
        int most = StoredItem.MAX_SAGA_SHARDS;

        assertThat(dueSagas(most)).isNotNull();
        assertThatThrownBy(() -> dueSagas(most + 1)).rootCause().hasMessageContaining("stage5.saga.shards");
    }

    private static OutboxItems outbox(int shards) {
        return with("stage5.outbox.shards", shards, OutboxItems.class);
    }

    private static DueSagaItems dueSagas(int shards) {
        return with("stage5.saga.shards", shards, DueSagaItems.class);
    }

    private static <T> T with(String setting, int shards, Class<T> type) {
        return new ServiceInjector("any", Map.of(setting, Integer.toString(shards))).get(type);
    }

    private static void sample(SimulatedShop shop, Set<StoredItem> missing) {
        if (missing.stream().anyMatch(TRANSIENT::contains)) {
            shop.time().after(SAMPLING_INTERVAL, SimulatedProcess.WORLD, () -> {
                removeStored(missing, TRANSIENT);
                sample(shop, missing);
            });
        }
    }

    /** Removes the kinds among these of which the tables have an item. */
    private static void removeStored(Set<StoredItem> missing, Set<StoredItem> kinds) {
        Map<String, List<Map<String, AttributeValue>>> read = new HashMap<>();
        missing.removeIf(kind -> kinds.contains(kind)
                && tables(kind)
                        .flatMap(table -> read.computeIfAbsent(table, database::items).stream())
                        .anyMatch(item -> isOf(kind, item)));
    }

    private static Stream<String> tables(StoredItem kind) {
        return kind.table() == null ? TABLES.stream() : Stream.of(kind.table());
    }

    private static boolean isOf(StoredItem kind, Map<String, AttributeValue> item) {
        return kind.matches(item.get(Table.PARTITION).s(), item.get(Table.SORT).s())
                && item.keySet().containsAll(kind.attributes());
    }
}
