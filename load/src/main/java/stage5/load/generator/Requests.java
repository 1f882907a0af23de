package stage5.load.generator;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import stage5.load.generator.Prepared.Product;
import stage5.load.plan.Kind;
import stage5.load.plan.Page;
import stage5.load.plan.Visit;

/** The requests that pages are, in Gatling's terms. */
final class Requests {

    /** The session's attribute with the newest order's status. */
    static final String STATUS = "status";

    private static final String ORDER = "order";

    private final Prepared prepared;
    private final Customers customers;

    Requests(Prepared prepared, Customers customers) {
        this.prepared = prepared;
        this.customers = customers;
    }

    /** Returns a request for whatever page it is but an order. */
    HttpRequestActionBuilder look() {
        return http(session -> page(session).kind().label())
                .get(session -> path(page(session)))
                .header("Authorization", this::authorization)
                .check(status().is(200));
    }

    HttpRequestActionBuilder placeOrder() {
        return http(Kind.ORDER.label())
                .post("/api/orders")
                .header("Authorization", this::authorization)
                .header("Idempotency-Key", session -> UUID.randomUUID().toString())
                .header("Content-Type", "application/json")
                .body(StringBody(session -> "{\"lines\":[{\"sku\":\"%s\",\"quantity\":1}],\"paymentToken\":\"tok_ok\"}"
                        .formatted(product(page(session)).sku())))
                .check(status().is(202), jsonPath("$.id").saveAs(ORDER));
    }

    HttpRequestActionBuilder lookAtOrder() {
        return http(Kind.LOOK.label())
                .get("/api/orders/#{order}")
                .header("Authorization", this::authorization)
                .check(status().is(200), jsonPath("$.status").saveAs(STATUS));
    }

    private String path(Page page) {
        return switch (page.kind()) {
            case LISTING ->
                "/api/products?sort=popularity&category="
                        + encoded(prepared.categories().get(page.subject()));
            case SEARCH -> "/api/products?q=" + encoded(product(page).name().split(" ")[0]);
            case PRODUCT -> "/api/products/" + encoded(product(page).sku());
            case BESTSELLERS -> "/api/bestsellers";
            case HISTORY -> "/api/orders?limit=10";
            case ORDER, LOOK, SETTLED -> throw new IllegalArgumentException(page.kind() + " is not just looked at");
        };
    }

    private Product product(Page page) {
        return prepared.products().get(page.subject());
    }

    private String authorization(Session session) {
        return customers.authorization(session.<Visit>get(Visiting.VISIT));
    }

    private static Page page(Session session) {
        return session.get("page");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
