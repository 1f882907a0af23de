package stage5.catalog.reserving;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import stage5.catalog.domain.Stock;
import stage5.catalog.store.ProductStore;
import stage5.catalog.store.StockItems;
import stage5.kit.events.store.ConditionsFailed;
import stage5.kit.web.resilience.TimeBudget;

/**
 * Doubles the buckets of a stock whose items are hot, as their conflicts show. Each item then takes about half of the
 * transactions: each batch of orders chooses one of them. The counter {@code stage5.stock.splits} counts the splits.
 */
@ApplicationScoped
class HotStock {

    private static final Logger LOG = Logger.getLogger(HotStock.class);

    /**
     * Putting a product on or off sale writes all buckets in one transaction of at most 100 items, with up to 40 search
     * words.
     */
    private static final int MOST_BUCKETS = 50;

    /** The most items whose conflicts are counted before those of past intervals are dropped. */
    private static final int MOST_COUNTED = 1_000;

    /** The caller, which has orders to process, waits no longer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final ProductStore products;
    private final BucketCounts counts;
    private final StockBucketsConfig config;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final Map<String, Heat> heats = new ConcurrentHashMap<>();

    HotStock(
            ProductStore products, BucketCounts counts, StockBucketsConfig config, Clock clock, MeterRegistry metrics) {
        if (config.max() < 1 || config.max() > MOST_BUCKETS) {
            throw new IllegalArgumentException(
                    "stage5.catalog.stock-buckets.max has to be from 1 to " + MOST_BUCKETS + ", not " + config.max());
        }
        this.products = products;
        this.counts = counts;
        this.config = config;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Counts a conflict of each stock item among the partition keys. */
    void contended(Set<String> partitions) {
        Instant now = clock.instant();
        if (heats.size() > MOST_COUNTED) {
            heats.values().removeIf(heat -> isOver(heat, now));
        }
        partitions.stream()
                .filter(StockItems::isSubject)
                .forEach(item -> heats.compute(
                        item,
                        (key, heat) -> heat == null || isOver(heat, now)
                                ? new Heat(now, 1)
                                : new Heat(heat.since(), heat.conflicts() + 1)));
    }

    /**
     * Completes once the stocks that are hot are split, or after a time-out; never fails. A stock that could not be split
     * is hot again soon.
     */
    Uni<Void> split() {
        Set<String> hot = takeHot();
        if (hot.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> splits = Multi.createFrom()
                .iterable(hot)
                .onItem()
                .transformToUni(sku -> products.find(sku)
                        .chain(found -> found.filter(state -> state.product().forSale())
                                .map(state -> split(state.stock()))
                                .orElse(Uni.createFrom().voidItem())))
                .concatenate()
                .onItem()
                .ignoreAsUni();
        return TimeBudget.within(TIMEOUT, splits).onFailure().recoverWithItem(failure -> {
            LOG.warnf("Stock of products %s could not be split, will be tried again: %s", hot, failure.toString());
            return null;
        });
    }

    private Set<String> takeHot() {
        return heats.entrySet().stream()
                .filter(entry -> entry.getValue().conflicts() >= config.conflicts())
                .filter(entry -> heats.remove(entry.getKey(), entry.getValue()))
                .map(entry -> StockItems.skuOf(entry.getKey()))
                .filter(sku -> counts.of(sku) < config.max())
                .collect(Collectors.toSet());
    }

    /** Adds the buckets, then fills each from one that exists. An order that comes in between refills its bucket. */
    private Uni<Void> split(Stock stock) {
        int before = stock.buckets().size();
        int after = Math.min(2 * before, config.max());
        if (counts.learn(stock) || after <= before) {
            return Uni.createFrom().voidItem(); // another process has split it
        }
        return products.write(products.splitting(stock, after))
                .invoke(() -> {
                    counts.learn(stock.sku(), after);
                    metrics.counter("stage5.stock.splits").increment();
                    LOG.infof("The stock of product %s has %d buckets now", stock.sku(), after);
                })
                .chain(() -> fill(stock, after))
                .onFailure(ConditionsFailed.class)
                .recoverWithNull();
    }

    private Uni<Void> fill(Stock stock, int after) {
        int before = stock.buckets().size();
        return Multi.createFrom()
                .items(IntStream.range(before, after).boxed())
                .onItem()
                .transformToUni(bucket -> half(stock, bucket - before, bucket))
                .concatenate()
                .onItem()
                .ignoreAsUni();
    }

    /** Completes even if the units are gone meanwhile. */
    private Uni<Void> half(Stock stock, int from, int to) {
        long units = stock.buckets().get(from).onHand() / 2;
        return units == 0
                ? Uni.createFrom().voidItem()
                : products.transfer(stock.sku(), Map.of(from, -units, to, units))
                        .replaceWithVoid();
    }

    private boolean isOver(Heat heat, Instant now) {
        return heat.since().plus(config.interval()).isBefore(now);
    }

    private record Heat(Instant since, int conflicts) {}
}
