package stage5.kit.events.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.s;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.InMemoryDynamoDb;

class ItemGenerationsTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String TABLE = "order-view";
    private static final int MORE_THAN_A_PAGE = 150;

    private final InMemoryDynamoDb dynamoDb = new InMemoryDynamoDb();
    private final ItemGenerations items = new ItemGenerations(new Dynamo(dynamoDb, TIMEOUT), TABLE, "history");

    @Test
    void shouldPutTheItem_whenItIsNew() {
        assertThat(put(1, "ada", "order-1", 1, "placed")).isTrue();

        assertThat(status(1, "ada", "order-1")).isEqualTo("placed");
    }

    @Test
    void shouldReplaceTheItem_whenTheEventIsLater() {
        put(1, "ada", "order-1", 1, "placed");

        assertThat(put(1, "ada", "order-1", 2, "confirmed")).isTrue();

        assertThat(status(1, "ada", "order-1")).isEqualTo("confirmed");
    }

    @Test
    void shouldChangeNothing_whenTheEventIsADuplicateOrEarlier() {
        put(1, "ada", "order-1", 2, "confirmed");

        assertThat(put(1, "ada", "order-1", 2, "duplicate")).isFalse();
        assertThat(put(1, "ada", "order-1", 1, "placed")).isFalse();

        assertThat(status(1, "ada", "order-1")).isEqualTo("confirmed");
    }

    @Test
    void shouldHaveTheSameKeysAndDigests_whenTwoGenerationsHaveTheSameContent() {
        put(1, "ada", "order-1", 1, "placed");
        put(2, "ada", "order-1", 1, "placed");

        Map<String, String> entries = entries(1);

        assertThat(entries).containsOnlyKeys("ada/order-1").isEqualTo(entries(2));
    }

    @Test
    void shouldHaveAnotherDigest_whenTheContentDiffers() {
        put(1, "ada", "order-1", 1, "placed");
        put(2, "ada", "order-1", 1, "confirmed");
        put(3, "ada", "order-1", 2, "placed");

        assertThat(entries(1)).isNotEqualTo(entries(2)).isNotEqualTo(entries(3));
    }

    @Test
    void shouldReturnOnlyItsOwnEntries_whenTheTableHasOtherGenerationsAndModels() {
        put(1, "ada", "order-1", 1, "placed");
        put(11, "ada", "order-2", 1, "placed");
        dynamoDb.put(TABLE, Map.of("pk", s("historyOfPayments/1/ada"), "sk", s("payment-1")));

        assertThat(entries(1)).containsOnlyKeys("ada/order-1");
    }

    @Test
    void shouldReturnAllEntries_whenTheyNeedSeveralPages() {
        putMany(1);

        assertThat(entries(1)).hasSize(MORE_THAN_A_PAGE);
    }

    @Test
    void shouldReturnTheDigestsOfExistingEntries_whenSomeKeysAreMissing() {
        putMany(1);
        List<String> keys = new ArrayList<>(entries(1).keySet());
        keys.add("ada/unknown");

        assertThat(resultOf(items.digests(1, keys))).isEqualTo(entries(1));
    }

    @Test
    void shouldFindTheItem_whenTheOwnerContainsASlash() {
        put(1, "customers/ada", "order-1", 1, "placed");

        assertThat(resultOf(items.digests(1, List.of("customers/ada/order-1")))).isEqualTo(entries(1));
    }

    @Test
    void shouldDeleteOneGenerationWhole_whenItIsDropped() {
        putMany(1, MORE_THAN_A_PAGE);
        putMany(2, MORE_THAN_A_PAGE);

        assertThat(resultOf(items.drop(1, null))).isNull();

        assertThat(entries(1)).isEmpty();
        assertThat(entries(2)).hasSize(MORE_THAN_A_PAGE);
        assertThat(dynamoDb.batchSizes()).containsExactly(25, 25, 25, 25, 25, 25);
    }

    @Test
    void shouldDeleteAPageAtATime_whenTheTableIsLarge() {
        int all = 1200;
        putMany(1, all);
        List<Integer> left = new ArrayList<>();

        String cursor = null;
        do {
            cursor = resultOf(items.drop(1, cursor));
            left.add(entries(1).size());
        } while (cursor != null);

        assertThat(left).containsExactly(700, 200, 0);
        assertThat(dynamoDb.batchSizes()).hasSize(all / 25).containsOnly(25);
    }

    @Test
    void shouldNotReadThePartsBeforeTheCursor_whenTheDeletionContinues() {
        putMany(1, 1200);
        String cursor = resultOf(items.drop(1, null));
        put(1, "a customer before the cursor", "order-1", 1, "placed");

        resultOf(items.drop(1, cursor));

        assertThat(entries(1)).containsKey("a customer before the cursor/order-1");
    }

    private void putMany(long generation) {
        putMany(generation, MORE_THAN_A_PAGE);
    }

    private void putMany(long generation, int count) {
        IntStream.range(0, count).forEach(i -> put(generation, "customer-" + i % 7, "order-" + i, 1, "placed"));
    }

    private boolean put(long generation, String owner, String id, long sequence, String status) {
        return resultOf(items.put(generation, owner, id, sequence, Map.of("status", s(status))));
    }

    private String status(long generation, String owner, String id) {
        return dynamoDb.item(TABLE, key("history/" + generation + "/" + owner, id))
                .get("status")
                .s();
    }

    private Map<String, String> entries(long generation) {
        Map<String, String> all = new HashMap<>();
        String cursor = null;
        do {
            EntryPage page = resultOf(items.entries(generation, cursor));
            all.putAll(page.digests());
            cursor = page.next();
        } while (cursor != null);
        return all;
    }

    private static <T> T resultOf(Uni<T> work) {
        return work.await().atMost(TIMEOUT);
    }
}
