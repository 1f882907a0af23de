package stage5.cli.seed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import stage5.cli.shop.Answer;
import stage5.cli.shop.Api;
import stage5.cli.shop.ShopException;

/** Fills the shop with products, through its public API and nothing else. */
public final class Seeding {

    /** How many requests are under way at a time: enough to keep two cores busy. */
    private static final int CONCURRENCY = 16;

    private static final int CREATED = 201;
    private static final int CONFLICT = 409;

    private final Api shop;

    /** @param shop the gateway's API, as somebody who may change the catalogue */
    public Seeding(Api shop) {
        this.shop = shop;
    }

    /**
     * Returns how many of the products were new to the shop; one that it has already stays as it is.
     *
     * @throws ShopException if the shop refuses one for any other reason
     */
    public int add(List<Product> products) throws InterruptedException {
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

    private boolean add(Product product) throws InterruptedException {
        Answer answer = shop.post(
                        "/api/products",
                        Map.of(
                                "sku", product.sku(),
                                "name", product.name(),
                                "category", product.category(),
                                "description", product.description(),
                                "price", Map.of("amount", product.price(), "currency", Product.CURRENCY),
                                "onHand", product.onHand()))
                .expect(CREATED, CONFLICT);
        return answer.status() == CREATED;
    }
}
