package stage5.stack.seed;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import stage5.stack.Admin;
import stage5.stack.Component;
import stage5.stack.Form;
import stage5.stack.ServiceForms;
import stage5.stack.Stack;
import stage5.stack.cloud.CloudClients;
import stage5.stack.shop.Api;
import stage5.stack.shop.ApiResponse;
import stage5.stack.shop.ShopException;
import stage5.stack.shop.TraceContext;
import stage5.stack.terminal.ProgressListener;

/** Fills the shop with the catalogue, and waits until customers can order every product. */
public final class ShopFilling {

    /** What filling needs: the owner of the catalogue, and the service that issues the administrator's token. */
    private static final Set<Component> NEEDED = EnumSet.of(Component.CATALOG, Component.USER);

    private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(60);

    /**
     * Three visibility time-outs of a queue: a message that met a function during its cold start returns only after the
     * visibility time-out.
     */
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(270);

    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final int SERVER_ERROR = 500;
    private static final int CREATED = 201;

    private final Stack stack;
    private final List<SeedProduct> products;

    /** Returns the filling with the whole catalogue. */
    public ShopFilling(Stack stack) {
        this(stack, Catalogue.of(Catalogue.SEED));
    }

    /** @param products what the shop will sell */
    public ShopFilling(Stack stack, List<SeedProduct> products) {
        this.stack = stack;
        this.products = List.copyOf(products);
    }

    /**
     * Starts all components and fills the shop. Returns the products once customers can order each of them. Where
     * services are containers, adding products overlaps with the start of the services that it does not need. Functions
     * are all started first: the requests would start more execution environments and so slow down every cold start.
     *
     * @throws stage5.stack.StackException if the stack does not start
     * @throws ShopException if the shop refuses a product, or cannot sell it in time
     */
    public List<SeedProduct> startAndFill(ServiceForms forms, ProgressListener progress) throws InterruptedException {
        Set<Component> needed = Component.services().stream().anyMatch(service -> forms.of(service) == Form.LAMBDA)
                ? EnumSet.allOf(Component.class)
                : NEEDED;
        CountDownLatch missing = new CountDownLatch(needed.size());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            Future<List<SeedProduct>> filling = threads.submit(() -> {
                missing.await();
                return fill(progress);
            });
            stack.start(EnumSet.allOf(Component.class), forms, progress, component -> {
                if (needed.contains(component)) {
                    missing.countDown();
                }
            });
            return filling.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ShopException known
                    ? known
                    : new ShopException("The shop cannot be filled: " + e.getCause(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** Fills the running shop. Returns the products once customers can order each of them. */
    public List<SeedProduct> fill(ProgressListener progress) throws InterruptedException {
        try (Api users = stack.api(Component.USER);
                Api catalog = stack.api(Component.CATALOG);
                DynamoDbClient dynamo = CloudClients.dynamoDb(stack.ports())) {
            Instant start = Instant.now();
            int added = new Seeding(administration(catalog, accessToken(users))).add(products);
            progress.done("%d products in the catalogue, %d new".formatted(products.size(), added), since(start));
            new PriceListReader(dynamo)
                    .await(products.stream().map(SeedProduct::sku).toList(), DELIVERY_TIMEOUT);
            progress.done("all products can be ordered", since(start));
        }
        return products;
    }

    /**
     * Returns catalog-service's API for the administrator. Requests bypass the gateway, whose rate limit would slow
     * them down. They are not sampled, because their traces would displace others in the trace store.
     */
    private static Api administration(Api catalog, String accessToken) {
        return catalog.with("Authorization", "Bearer " + accessToken)
                .with("traceparent", TraceContext.random(new SecureRandom()).unsampled());
    }

    /** Logs the administrator in. Retries, because the first login can time out while the other services start. */
    private String accessToken(Api users) throws InterruptedException {
        Admin admin = stack.admin();
        Map<String, String> login = Map.of("email", admin.email(), "password", admin.password());
        Instant end = Instant.now().plus(LOGIN_TIMEOUT);
        ApiResponse response = users.post("/api/sessions", login);
        while (response.status() >= SERVER_ERROR && Instant.now().isBefore(end)) {
            Thread.sleep(response.retryAfter().orElse(RETRY_DELAY));
            response = users.post("/api/sessions", login);
        }
        return response.expect(CREATED).text("accessToken");
    }

    private static Duration since(Instant start) {
        return Duration.between(start, Instant.now());
    }
}
