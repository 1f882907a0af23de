package stage5.load.generator;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import stage5.load.generator.PreparedShop.Product;
import stage5.load.plan.PlannedRequest;
import stage5.load.plan.RequestKind;
import stage5.load.plan.Visit;

/** The planned requests as Gatling requests. */
final class ShopRequests {

    /** The session attribute with the status of the latest order. */
    static final String STATUS = "status";

    /** The session attribute with the id of the accepted order. */
    static final String ORDER = "order";

    /** The session attribute with the HTTP status of the response to an order; absent without a response. */
    static final String CODE = "code";

    /** The session attribute with the header {@code Retry-After} of the response to an order; absent without it. */
    static final String RETRY_AFTER = "retryAfter";

    private final PreparedShop prepared;
    private final CustomerSessions customers;

    ShopRequests(PreparedShop prepared, CustomerSessions customers) {
        this.prepared = prepared;
        this.customers = customers;
    }

    /** Returns the request for every kind that reads: all but orders. */
    HttpRequestActionBuilder look() {
        return http(session -> request(session).kind().label())
                .get(session -> path(request(session)))
                .header("Authorization", this::authorization)
                .check(status().is(200));
    }

    HttpRequestActionBuilder placeOrder() {
        return http(RequestKind.ORDER.label())
                .post("/api/orders")
                .header("Authorization", this::authorization)
                .header("Idempotency-Key", session -> UUID.randomUUID().toString())
                .header("Content-Type", "application/json")
                .body(StringBody(session -> "{\"lines\":[{\"sku\":\"%s\",\"quantity\":1}],\"paymentToken\":\"tok_ok\"}"
                        .formatted(product(request(session)).sku())))
                .check(
                        status().saveAs(CODE),
                        header("Retry-After").optional().saveAs(RETRY_AFTER),
                        status().is(202),
                        jsonPath("$.id").saveAs(ORDER));
    }

    HttpRequestActionBuilder lookAtOrder() {
        return http(RequestKind.LOOK.label())
                .get("/api/orders/#{order}")
                .header("Authorization", this::authorization)
                .check(status().is(200), jsonPath("$.status").saveAs(STATUS));
    }

    private String path(PlannedRequest request) {
        return switch (request.kind()) {
            case LISTING ->
                "/api/products?sort=popularity&category="
                        + encoded(prepared.categories().get(request.subject()));
            case SEARCH -> "/api/products?q=" + encoded(product(request).name().split(" ")[0]);
            case PRODUCT -> "/api/products/" + encoded(product(request).sku());
            case BESTSELLERS -> "/api/bestsellers";
            case HISTORY -> "/api/orders?limit=10";
            case ORDER, LOOK, SETTLED -> throw new IllegalArgumentException(request.kind() + " is not a read request");
        };
    }

    private Product product(PlannedRequest request) {
        return prepared.products().get(request.subject());
    }

    private String authorization(Session session) {
        return customers.authorization(session.<Visit>get(VisitScenario.VISIT));
    }

    private static PlannedRequest request(Session session) {
        return session.get("request");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
