package stage5.stack.seed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import stage5.stack.shop.ApiResponse;
import stage5.stack.shop.Api;
import stage5.stack.shop.NoResponseException;
import stage5.stack.shop.ShopException;

/** Fills the shop with products, through its public API and nothing else. */
public final class Seeding {

    /** How many requests are under way at a time: enough to keep two cores busy. */
    private static final int CONCURRENCY = 8;

    /** How often a request that the shop can't serve at present is made again, and after which time. */
    private static final int TRIES = 20;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int CREATED = 201;
    private static final int CONFLICT = 409;

    /** From here on it is the shop's fault: not now, or a function that was not ready in its time. */
    private static final int FAULT = 500;

    private final Api shop;

    /** @param shop catalog-service's API, as somebody who may change the catalogue */
    public Seeding(Api shop) {
        this.shop = shop;
    }

    /**
     * Returns how many of the products were new to the shop; one that it has already stays as it is.
     *
     * @throws ShopException if the shop refuses one for any other reason
     */
    public int add(List<SeedProduct> products) throws InterruptedException {
        try (ExecutorService workers = Executors.newFixedThreadPool(CONCURRENCY)) {
            List<Future<Boolean>> outcomes = new ArrayList<>();
            products.forEach(product -> outcomes.add(workers.submit(() -> add(product))));
            try {
                int added = 0;
                for (Future<Boolean> outcome : outcomes) {
                    added += outcome.get() ? 1 : 0;
                }
                return added;
            } catch (ExecutionException e) {
                throw new ShopException(
                        "The shop could not be filled: " + e.getCause().getMessage(), e.getCause());
            } finally {
                workers.shutdownNow();
            }
        }
    }

    /** A shop that has just opened is slow at first; where it can't keep up it is asked again: adding is idempotent. */
    private boolean add(SeedProduct product) throws InterruptedException {
        for (int tries = 1; tries < TRIES; tries++) {
            try {
                ApiResponse answer = post(product);
                if (answer.status() < FAULT) {
                    return isNew(answer);
                }
            } catch (NoResponseException tooSlow) {
                // It may have been added all the same; then the next answer says so.
            }
            Thread.sleep(PAUSE);
        }
        return isNew(post(product));
    }

    private static boolean isNew(ApiResponse answer) {
        return answer.expect(CREATED, CONFLICT).status() == CREATED;
    }

    private ApiResponse post(SeedProduct product) throws InterruptedException {
        return shop.post(
                "/api/products",
                Map.of(
                        "sku", product.sku(),
                        "name", product.name(),
                        "category", product.category(),
                        "description", product.description(),
                        "price", Map.of("amount", product.price(), "currency", SeedProduct.CURRENCY),
                        "onHand", product.onHand()));
    }
}
