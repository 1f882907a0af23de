package stage5.stack.seed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import stage5.stack.shop.Api;
import stage5.stack.shop.ApiResponse;
import stage5.stack.shop.NoResponseException;
import stage5.stack.shop.ShopException;

/** Adds products to the shop through catalog-service's public API, several at a time. */
public final class Seeding {

    /** The most requests in flight: enough to keep two cores busy. */
    static final int CONCURRENCY = 8;

    /** The most attempts for one product. */
    private static final int ATTEMPTS = 20;

    /** The delay before a retry if the response states none. */
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private static final int CREATED = 201;
    private static final int CONFLICT = 409;

    /** From this status on a retry may help: load shedding, or a cold start that took too long. */
    private static final int SERVER_ERROR = 500;

    private final Api shop;

    /** @param shop catalog-service's API with an administrator's access token */
    public Seeding(Api shop) {
        this.shop = shop;
    }

    /**
     * Adds the products and returns how many of them were new. A product that the shop already has stays unchanged.
     *
     * @throws ShopException if the shop refuses a product for another reason
     */
    public int add(List<SeedProduct> products) throws InterruptedException {
        try (ExecutorService workers = Executors.newFixedThreadPool(CONCURRENCY)) {
            List<Future<Boolean>> additions = new ArrayList<>();
            products.forEach(product -> additions.add(workers.submit(() -> add(product))));
            try {
                int added = 0;
                for (Future<Boolean> addition : additions) {
                    added += addition.get() ? 1 : 0;
                }
                return added;
            } catch (ExecutionException e) {
                throw new ShopException(
                        "The shop cannot be filled: " + e.getCause().getMessage(), e.getCause());
            } finally {
                workers.shutdownNow();
            }
        }
    }

    /** Retries while the service starts or sheds load. That is safe because adding a product is idempotent. */
    private boolean add(SeedProduct product) throws InterruptedException {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            Duration delay = RETRY_DELAY;
            try {
                ApiResponse response = post(product);
                if (response.status() < SERVER_ERROR) {
                    return isNew(response);
                }
                delay = response.retryAfter().orElse(RETRY_DELAY);
            } catch (NoResponseException timedOut) {
                // The product may have been added; then the next response is 409.
            }
            Thread.sleep(delay);
        }
        return isNew(post(product));
    }

    private static boolean isNew(ApiResponse response) {
        return response.expect(CREATED, CONFLICT).status() == CREATED;
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
