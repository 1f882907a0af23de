package stage5.catalog.reserving;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stage5.catalog.domain.ProductState;
import stage5.catalog.domain.ReservationLine;
import stage5.catalog.domain.Shortage;
import stage5.catalog.domain.Stock;
import stage5.catalog.store.ProductStore;

/**
 * Determines which orders of a batch are to be rejected, and why, after their stock could not be reserved. Moves units to
 * the buckets of the others, if these have too few. The counter {@code stage5.stock.refills} counts these transfers.
 */
@ApplicationScoped
class ShortageCheck {

    /** The most reads of split stocks, until two of them agree. */
    private static final int READS = 4;

    private final ProductStore products;
    private final BucketCounts buckets;
    private final MeterRegistry metrics;

    ShortageCheck(ProductStore products, BucketCounts buckets, MeterRegistry metrics) {
        this.products = products;
        this.buckets = buckets;
        this.metrics = metrics;
    }

    /**
     * Completes with the steps, of which those that reserve more of the suspect products than is left are rejected.
     * What is left is the stock of now, all buckets together, minus what the steps before reserve. Fails with {@link
     * OutOfOrderException} if units move between the buckets of a product that is short for as long as this takes.
     *
     * @param batch by which the buckets are chosen
     */
    Uni<List<ReservationStep>> decide(List<ReservationStep> steps, Set<String> suspects, String batch) {
        List<String> skus = steps.stream()
                .filter(step -> step.reserves() && step.hasProductOf(suspects))
                .flatMap(step -> step.lines().stream())
                .map(ReservationLine::sku)
                .toList();
        return skus.isEmpty() ? Uni.createFrom().item(steps) : decide(steps, suspects, batch, skus, Map.of(), READS);
    }

    /** Completes with whether a product has another number of buckets than this process knew. */
    Uni<Boolean> learn(Set<String> skus) {
        return skus.isEmpty()
                ? Uni.createFrom().item(false)
                : products.stockOf(skus)
                        .map(found ->
                                found.values().stream().filter(buckets::learn).count() > 0);
    }

    /**
     * Rejects for the sake of a split stock only if {@code earlier} has the same versions. A single read may miss units
     * that are transferred from a bucket that it reads late to one that it has read.
     */
    private Uni<List<ReservationStep>> decide(
            List<ReservationStep> steps,
            Set<String> suspects,
            String batch,
            List<String> skus,
            Map<String, ProductState> earlier,
            int reads) {
        if (reads == 0) {
            return Uni.createFrom()
                    .failure(new OutOfOrderException("Units keep moving between buckets, deliver again"));
        }
        return products.findAll(skus).chain(found -> {
            found.values().forEach(state -> buckets.learn(state.stock()));
            List<ReservationStep> decided = decided(steps, suspects, found);
            boolean certain = decided.stream()
                    .filter(step -> step.rejection() != null)
                    .flatMap(step -> step.rejection().shortages().stream())
                    .allMatch(shortage -> isCertain(found.get(shortage.sku()), earlier.get(shortage.sku())));
            return certain
                    ? refill(decided, found.values(), batch).replaceWith(decided)
                    : decide(steps, suspects, batch, skus, found, reads - 1);
        });
    }

    private static boolean isCertain(ProductState now, ProductState earlier) {
        return now == null
                || !now.stock().isSplit()
                || earlier != null && earlier.stock().version() == now.stock().version();
    }

    private Uni<Void> refill(List<ReservationStep> decided, Collection<ProductState> found, String batch) {
        return Multi.createFrom()
                .iterable(found)
                .map(ProductState::stock)
                .filter(Stock::isSplit)
                .onItem()
                .transformToUni(stock -> refill(stock, batch, needed(decided, stock.sku())))
                .concatenate()
                .onItem()
                .ignoreAsUni();
    }

    /** Completes even if the units of a bucket are gone meanwhile: the reservation shows it. */
    private Uni<Void> refill(Stock stock, String batch, long needed) {
        Map<Integer, Long> transfer = stock.refill(buckets.choose(stock.sku(), batch), needed);
        return transfer.isEmpty()
                ? Uni.createFrom().voidItem()
                : products.transfer(stock.sku(), transfer)
                        .invoke(moved -> {
                            if (moved) {
                                metrics.counter("stage5.stock.refills").increment();
                            }
                        })
                        .replaceWithVoid();
    }

    private static long needed(List<ReservationStep> steps, String sku) {
        return steps.stream()
                .filter(ReservationStep::reserves)
                .flatMap(step -> step.lines().stream())
                .filter(line -> line.sku().equals(sku))
                .mapToLong(ReservationLine::quantity)
                .sum();
    }

    private static List<ReservationStep> decided(
            List<ReservationStep> steps, Set<String> suspects, Map<String, ProductState> found) {
        Map<String, Long> left = new HashMap<>();
        found.forEach((sku, state) -> left.put(sku, state.entry().available()));
        List<ReservationStep> decided = new ArrayList<>();
        for (ReservationStep step : steps) {
            if (!step.reserves() || !step.hasProductOf(suspects)) {
                decided.add(step);
                continue;
            }
            List<Shortage> shortages = shortages(step, left);
            if (shortages.isEmpty()) {
                step.lines().forEach(line -> left.merge(line.sku(), -line.quantity(), Long::sum));
                decided.add(step);
            } else {
                decided.add(step.rejected(new Rejection(reason(step, found), shortages)));
            }
        }
        return decided;
    }

    private static List<Shortage> shortages(ReservationStep step, Map<String, Long> left) {
        return step.lines().stream()
                .filter(line -> left.getOrDefault(line.sku(), 0L) < line.quantity())
                .map(line -> new Shortage(line.sku(), line.quantity(), left.getOrDefault(line.sku(), 0L)))
                .toList();
    }

    private static String reason(ReservationStep step, Map<String, ProductState> found) {
        boolean known = step.lines().stream()
                .map(line -> found.get(line.sku()))
                .allMatch(state -> state != null && state.product().forSale());
        return known ? ReservationData.OUT_OF_STOCK : ReservationData.UNKNOWN_PRODUCT;
    }

    /** The reason and the shortages of a rejected reservation; at least one. */
    record Rejection(String reason, List<Shortage> shortages) {}
}
