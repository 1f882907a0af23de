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

/** The shop's staff, at work over HTTP; each test has products, categories and words of its own. */
public final class Shop {

    private Shop() {}

    /** Returns a sku that nobody has used. */
    public static String newSku() {
        return "T-" + letters().toUpperCase(Locale.ROOT);
    }

    /** Returns a category, or word, that nobody has used. */
    public static String newWord() {
        return "w" + letters();
    }

    /** Returns the body of a request that adds a product. */
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

    /** Returns the sku of a product that has just been added. */
    public static String added(String name, String category, long amount, long onHand) {
        String sku = newSku();
        add(product(sku, name, category, amount, onHand)).then().statusCode(201);
        return sku;
    }

    /** Returns the sku of some product with this many units on hand. */
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
