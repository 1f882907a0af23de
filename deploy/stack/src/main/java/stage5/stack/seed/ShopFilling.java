package stage5.stack.seed;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import stage5.stack.cloud.CloudClients;
import stage5.stack.shop.ApiResponse;
import stage5.stack.shop.Api;
import stage5.stack.shop.TraceContext;
import stage5.stack.Admin;
import stage5.stack.Component;
import stage5.stack.Stack;
import stage5.stack.terminal.ProgressListener;

/** Fills a running shop with the catalogue, and waits until every product can be ordered. */
public final class ShopFilling {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Three times what a queue keeps a message from others that met a function while it started. */
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(270);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Stack stack;

    public ShopFilling(Stack stack) {
        this.stack = stack;
    }

    /** Returns the products, once each of them can be found and ordered. */
    public List<SeedProduct> fill(ProgressListener progress) throws InterruptedException {
        List<SeedProduct> products = Catalogue.of(Catalogue.SEED);
        try (Api shop = new Api(stack.ports().gateway());
                Api catalog = new Api(stack.ports().address(Component.CATALOG));
                DynamoDbClient dynamo = CloudClients.dynamoDb(stack.ports())) {
            Instant start = Instant.now();
            int added = new Seeding(administration(catalog, accessToken(shop))).add(products);
            progress.done("%d products in the catalogue, %d new".formatted(products.size(), added), since(start));
            new PriceListReader(dynamo).await(products.stream().map(SeedProduct::sku).toList(), DELIVERY_TIMEOUT);
            progress.done("each of them can be ordered", since(start));
        }
        return products;
    }

    /**
     * Straight to the service, as its owners do: a thousand products past the gateway are there sooner. Nobody studies
     * their traces: they would only push others out of the store.
     */
    private static Api administration(Api catalog, String accessToken) {
        return catalog.with("Authorization", "Bearer " + accessToken)
                .with("traceparent", TraceContext.random(new SecureRandom()).unsampled());
    }

    /** The first login of a service that has just started, on a machine that starts six more, may take too long. */
    private String accessToken(Api shop) throws InterruptedException {
        Admin admin = stack.admin();
        Map<String, String> login = Map.of("email", admin.email(), "password", admin.password());
        Instant end = Instant.now().plus(TIMEOUT);
        ApiResponse answer = shop.post("/api/sessions", login);
        while (answer.status() == 503 && Instant.now().isBefore(end)) {
            Thread.sleep(RETRY_AFTER);
            answer = shop.post("/api/sessions", login);
        }
        return answer.expect(201).text("accessToken");
    }

    private static Duration since(Instant start) {
        return Duration.between(start, Instant.now());
    }
}
