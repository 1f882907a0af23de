package stage5.catalog;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import stage5.kit.testing.Tokens;

/** Calls the service's HTTP API, as staff where needed. Each test uses its own SKUs, categories and words. */
public final class CatalogApi {

    private CatalogApi() {}

    /** Returns an unused SKU. */
    public static String newSku() {
        return "T-" + letters().toUpperCase(Locale.ROOT);
    }

    /** Returns an unused category or word. */
    public static String newWord() {
        return "w" + letters();
    }

    /** Returns the body of a request to add a product. */
    public static Map<String, Object> product(String sku, String name, String category, long amount, long onHand) {
        Map<String, Object> body = new HashMap<>();
        body.put("sku", sku);
        body.put("name", name);
        body.put("category", category);
        body.put("description", "Made for a test.");
        body.put("price", Map.of("amount", amount, "currency", "EUR"));
        body.put("onHand", onHand);
        return body;
    }

    /** Adds a product; returns its SKU. */
    public static String added(String name, String category, long amount, long onHand) {
        String sku = newSku();
        add(product(sku, name, category, amount, onHand)).then().statusCode(201);
        return sku;
    }

    /** Adds a product with this many units on hand; returns its SKU. */
    public static String stocked(long onHand) {
        return added("Test mug", newWord(), 1290, onHand);
    }

    public static Response add(Object body) {
        return admin().body(body).post("/api/products");
    }

    public static Response change(String sku, String ifMatch, Map<String, Object> body) {
        return admin().header("If-Match", ifMatch).body(body).patch("/api/products/{sku}", sku);
    }

    public static Response count(String sku, String ifMatch, long onHand) {
        return admin().header("If-Match", ifMatch)
                .body(Map.of("onHand", onHand))
                .put("/api/products/{sku}/stock", sku);
    }

    public static Response read(String sku) {
        return given().get("/api/products/{sku}", sku);
    }

    public static RequestSpecification admin() {
        return given().auth().oauth2(Tokens.admin()).contentType(ContentType.JSON);
    }

    private static String letters() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }
}
