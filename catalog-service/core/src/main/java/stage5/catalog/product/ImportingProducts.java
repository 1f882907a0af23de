package stage5.catalog.product;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import stage5.catalog.domain.ProductState;
import stage5.catalog.projection.CacheInvalidation;
import stage5.catalog.store.ProductStore;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.store.Change;
import stage5.kit.events.store.ConditionsFailed;

/**
 * Adds many products at once. A product is added completely or not at all; several products share a transaction, up to
 * its {@value Change#MAX_ITEMS} items. The largest products share it 16 at a time, with 13 KB each: far below the 4 MB
 * that DynamoDB accepts.
 *
 * <p>The events are published after the last transaction, so that SNS gets full batches. An import waits for that:
 * otherwise a client that sends import after import would fill the service with events in flight. If a transaction fails, the
 * others are still written and published. An import is idempotent, so the caller repeats it.
 */
@ApplicationScoped
public class ImportingProducts {

    /** The most transactions of an import in flight; few, because each of them writes up to 100 items. */
    private static final int CONCURRENT_TRANSACTIONS = 2;

    private final ProductStore products;
    private final ProductAdditions additions;
    private final CacheInvalidation invalidation;

    ImportingProducts(ProductStore products, ProductAdditions additions, CacheInvalidation invalidation) {
        this.products = products;
        this.additions = additions;
        this.invalidation = invalidation;
    }

    /**
     * Completes with the SKUs of the added products. The other products exist, possibly retired, and stay unchanged.
     * Fails if a transaction fails for another reason than a taken SKU; other products may have been added then.
     *
     * @param imported products with different SKUs
     */
    public Uni<Set<String>> add(List<ProductState> imported) {
        return Multi.createFrom()
                .iterable(transactions(imported.stream().map(this::addition).toList()))
                .onItem()
                .transformToUni(this::write)
                .merge(CONCURRENT_TRANSACTIONS)
                .collect()
                .asList()
                .chain(results -> publish(added(results)).chain(() -> completed(results)));
    }

    /** Returns the additions in groups, each of which fits in a transaction. */
    static List<List<Addition>> transactions(List<Addition> all) {
        List<List<Addition>> transactions = new ArrayList<>();
        int size = Change.MAX_ITEMS;
        for (Addition addition : all) {
            size += addition.change().size();
            if (size > Change.MAX_ITEMS) {
                transactions.add(new ArrayList<>());
                size = addition.change().size();
            }
            transactions.getLast().add(addition);
        }
        return transactions;
    }

    /** Completes with the result of a transaction; never fails. Products whose SKU is taken are left out. */
    private Uni<Result> write(List<Addition> together) {
        return products.write(products.together(
                        together.stream().map(Addition::change).toList()))
                .replaceWith(new Result(together, Optional.empty()))
                .onFailure(ConditionsFailed.class)
                .recoverWithUni(failure -> writeWithout(((ConditionsFailed) failure).labels(), together, failure))
                .onFailure()
                .recoverWithItem(failure -> new Result(List.of(), Optional.of(failure)));
    }

    private Uni<Result> writeWithout(Set<String> taken, List<Addition> together, Throwable failure) {
        List<Addition> free = together.stream()
                .filter(addition -> !taken.contains(ProductStore.additionOf(addition.sku())))
                .toList();
        if (free.size() == together.size()) {
            return Uni.createFrom().failure(failure);
        }
        return free.isEmpty() ? Uni.createFrom().item(new Result(free, Optional.empty())) : write(free);
    }

    private Uni<Void> publish(List<Addition> added) {
        List<Event> events = added.stream()
                .flatMap(addition -> addition.change().events().stream())
                .toList();
        List<String> skus = added.stream().map(Addition::sku).toList();
        Set<String> categories = added.stream().map(Addition::category).collect(Collectors.toSet());
        return products.publish(events).chain(() -> invalidation.now(skus, categories));
    }

    private static List<Addition> added(List<Result> results) {
        return results.stream().flatMap(result -> result.added().stream()).toList();
    }

    /** Completes with the SKUs of the added products; fails as the first transaction that failed. */
    private static Uni<Set<String>> completed(List<Result> results) {
        Optional<Throwable> failure =
                results.stream().flatMap(result -> result.failure().stream()).findFirst();
        return failure.isPresent()
                ? Uni.createFrom().failure(failure.get())
                : Uni.createFrom()
                        .item(added(results).stream().map(Addition::sku).collect(Collectors.toSet()));
    }

    private Addition addition(ProductState added) {
        return new Addition(added.product().sku(), added.product().category(), additions.of(added));
    }

    /** A product to add, and the change that adds it. */
    record Addition(String sku, String category, Change change) {}

    /**
     * Result of a transaction.
     *
     * @param failure why nothing was written; empty if only taken SKUs prevented it
     */
    private record Result(List<Addition> added, Optional<Throwable> failure) {}
}
