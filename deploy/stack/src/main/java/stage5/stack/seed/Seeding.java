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

/**
 * Imports products into the shop through catalog-service's public API. A request carries several products and several
 * requests are in flight.
 */
public final class Seeding {

    /**
     * The most requests in flight; with four, a service that had just started exceeded its time-outs for SNS and Redis.
     */
    static final int CONCURRENCY = 2;

    /** The products of one request: few enough for a function that has just started to finish in its time budget. */
    static final int CHUNK = 25;

    /** The most attempts of one request. */
    private static final int ATTEMPTS = 20;

    /** The delay before a retry if the response states none. */
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private static final int OK = 200;

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
            List<Future<Integer>> imports = new ArrayList<>();
            for (int from = 0; from < products.size(); from += CHUNK) {
                List<SeedProduct> chunk = products.subList(from, Math.min(products.size(), from + CHUNK));
                imports.add(workers.submit(() -> addChunk(chunk)));
            }
            try {
                int added = 0;
                for (Future<Integer> one : imports) {
                    added += one.get();
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

    /** Retries while the service starts or sheds load. That is safe because an import is idempotent. */
    private int addChunk(List<SeedProduct> products) throws InterruptedException {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            Duration delay = RETRY_DELAY;
            try {
                ApiResponse response = post(products);
                if (response.status() < SERVER_ERROR) {
                    return added(response);
                }
                delay = response.retryAfter().orElse(RETRY_DELAY);
            } catch (NoResponseException timedOut) {
                // Products may have been added; the next response counts them as existing.
            }
            Thread.sleep(delay);
        }
        return added(post(products));
    }

    private static int added(ApiResponse response) {
        return Integer.parseInt(response.expect(OK).text("added"));
    }

    private ApiResponse post(List<SeedProduct> products) throws InterruptedException {
        return shop.post(
                "/api/products/import",
                Map.of("products", products.stream().map(Seeding::body).toList()));
    }

    private static Map<String, Object> body(SeedProduct product) {
        return Map.of(
                "sku", product.sku(),
                "name", product.name(),
                "category", product.category(),
                "description", product.description(),
                "price", Map.of("amount", product.price(), "currency", SeedProduct.CURRENCY),
                "onHand", product.onHand());
    }
}
