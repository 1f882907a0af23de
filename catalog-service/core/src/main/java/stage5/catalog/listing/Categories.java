package stage5.catalog.listing;

import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.catalog.cache.CacheGenerations;
import stage5.catalog.cache.CacheRegion;
import stage5.catalog.cache.LeasedCache;
import stage5.catalog.projection.CacheInvalidation;
import stage5.catalog.store.ListingAttributes;
import stage5.catalog.store.ProductItems;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.store.EventStore;

/**
 * Finds the categories that have products for sale, in Redis or else in DynamoDB. They are cached as long as the pages
 * over all categories.
 *
 * <p>DynamoDB keeps all items of a partition of an index together, in the order of their sort keys. So a scan that starts
 * behind the last possible item of a category returns an item of another one, and one read finds each category, however
 * many products it has.
 */
@ApplicationScoped
class Categories {

    private static final Logger LOG = Logger.getLogger(Categories.class);
    private static final CacheRegion<Names> CATEGORIES = new CacheRegion<>("categories", 1, Names.class);
    private static final int MOST_READS = 1_000;

    /** The last Unicode code point: greater than the name of any product. */
    private static final String LAST_NAME = Character.toString(Character.MAX_CODE_POINT);

    private static final String LAST_SKU = "~";

    private final CacheGenerations generations;
    private final LeasedCache cache;
    private final Dynamo dynamo;
    private final String table;

    Categories(CacheGenerations generations, LeasedCache cache, Dynamo dynamo, EventStore events) {
        this.generations = generations;
        this.cache = cache;
        this.dynamo = dynamo;
        this.table = events.table();
    }

    /** The cached names, sorted. */
    @RegisterForReflection
    record Names(List<String> names) {

        Names {
            names = List.copyOf(names);
        }
    }

    /** Completes with the names of the categories, sorted. */
    Uni<List<String>> names() {
        return generations
                .currentIfReachable(CacheInvalidation.ALL)
                .chain(generation -> generation.map(this::fromCache).orElseGet(this::fromStore))
                .map(Names::names);
    }

    private Uni<Names> fromCache(String generation) {
        return cache.get(
                        CATEGORIES, List.of(generation), missing -> fromStore().map(found -> Map.of(generation, found)))
                .map(found -> found.get(generation));
    }

    private Uni<Names> fromStore() {
        return read(Map.of(), new TreeSet<>(), MOST_READS).map(found -> new Names(List.copyOf(found)));
    }

    private Uni<SortedSet<String>> read(Map<String, AttributeValue> start, SortedSet<String> found, int readsLeft) {
        return dynamo.call(client -> client.scan(scan -> scan.tableName(table)
                        .indexName("category-by-name")
                        .exclusiveStartKey(start.isEmpty() ? null : start)
                        .limit(1)))
                .chain(page -> {
                    Map<String, AttributeValue> next = page.lastEvaluatedKey();
                    for (Map<String, AttributeValue> item : page.items()) {
                        String category = string(item, ListingAttributes.CATEGORY);
                        next = found.add(category) ? endOf(category) : next;
                    }
                    if (!page.hasLastEvaluatedKey()) {
                        return Uni.createFrom().item(found);
                    }
                    if (readsLeft == 1) {
                        LOG.warnf("There are more categories than %d reads find", MOST_READS);
                        return Uni.createFrom().item(found);
                    }
                    return read(next, found, readsLeft - 1);
                });
    }

    /** Returns a key of the index behind all items of a category. No item needs to have it. */
    private static Map<String, AttributeValue> endOf(String category) {
        Map<String, AttributeValue> key = new HashMap<>(ProductItems.keyOf(LAST_SKU));
        key.put(ListingAttributes.CATEGORY, s(category));
        key.put(ListingAttributes.BY_NAME, s(LAST_NAME));
        return key;
    }
}
