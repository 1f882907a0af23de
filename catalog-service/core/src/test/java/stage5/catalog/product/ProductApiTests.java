package stage5.catalog.product;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.catalog.CatalogApi;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.TokensResource;
import stage5.kit.testing.events.EventContract;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class ProductApiTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Inject
    EventStore events;

    @Test
    void shouldShowAProduct_whenItIsAdded() {
        String sku = CatalogApi.newSku();

        CatalogApi.add(CatalogApi.product(sku, "Blue mug", "kitchen", 1290, 40))
                .then()
                .statusCode(201)
                .header("Location", "/api/products/" + sku)
                .header("ETag", "\"p1.s1\"")
                .header("Cache-Control", "no-cache");

        CatalogApi.read(sku)
                .then()
                .statusCode(200)
                .header("ETag", "\"p1.s1\"")
                .header("Cache-Control", "public, max-age=0, stale-if-error=3600")
                .header("CDN-Cache-Control", "max-age=1, stale-if-error=3600, public")
                .body("sku", equalTo(sku))
                .body("name", equalTo("Blue mug"))
                .body("category", equalTo("kitchen"))
                .body("description", equalTo("Made for a test."))
                .body("price.amount", equalTo(1290))
                .body("price.currency", equalTo("EUR"))
                .body("status", equalTo("active"))
                .body("available", equalTo(40));
    }

    @Test
    void shouldHaveNoUnitsAvailable_whenItIsAddedWithoutStock() {
        Map<String, Object> body = CatalogApi.product(CatalogApi.newSku(), "Blue mug", "kitchen", 1290, 0);
        body.remove("onHand");

        CatalogApi.add(body).then().statusCode(201).body("available", equalTo(0));
    }

    @Test
    void shouldRejectASku_whenItIsTakenEvenByARetiredProduct() {
        String sku = CatalogApi.stocked(1);
        Map<String, Object> again = CatalogApi.product(sku, "Other mug", "kitchen", 1, 9);

        CatalogApi.add(again).then().statusCode(409).body("type", equalTo("urn:stage5:problem:sku-taken"));
        CatalogApi.change(sku, "*", Map.of("status", "retired")).then().statusCode(200);
        CatalogApi.add(again).then().statusCode(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "W/\"p1.s1\"", "\"x,y\", \"p1.s1\"", ",\"p1.s2\" , W/\"p1.s1\""})
    void shouldAnswer304_whenOneOfTheEntityTagsMatches(String ifNoneMatch) {
        String sku = CatalogApi.stocked(1);

        given().header("If-None-Match", ifNoneMatch)
                .get("/api/products/{sku}", sku)
                .then()
                .statusCode(304);
        given().header("If-None-Match", "\"x\"", ifNoneMatch.equals("*") ? "\"p1.s1\"" : ifNoneMatch)
                .get("/api/products/{sku}", sku)
                .then()
                .statusCode(304);
    }

    @Test
    void shouldAnswer304_whenTheEntityTagMatches() {
        String sku = CatalogApi.stocked(1);

        given().header("If-None-Match", "\"p1.s1\"")
                .get("/api/products/{sku}", sku)
                .then()
                .statusCode(304)
                .header("ETag", "\"p1.s1\"")
                .header("Cache-Control", "public, max-age=0, stale-if-error=3600")
                .header("CDN-Cache-Control", "max-age=1, stale-if-error=3600, public")
                .body(emptyString());
        given().header("If-None-Match", "\"p1.s2\"")
                .get("/api/products/{sku}", sku)
                .then()
                .statusCode(200);
    }

    @Test
    void shouldReadItsOwnWrite_whenAProductWasCachedBefore() {
        String sku = CatalogApi.stocked(5);
        CatalogApi.read(sku).then().statusCode(200);

        CatalogApi.change(sku, "\"p1.s1\"", Map.of("price", Map.of("amount", 990, "currency", "EUR")))
                .then()
                .statusCode(200)
                .header("ETag", "\"p2.s1\"")
                .body("price.amount", equalTo(990))
                .body("name", equalTo("Test mug"));

        CatalogApi.read(sku).then().header("ETag", "\"p2.s1\"").body("price.amount", equalTo(990));
    }

    @Test
    void shouldRejectAChange_whenItsEntityTagIsOutdated() {
        String sku = CatalogApi.stocked(5);
        CatalogApi.change(sku, "\"p1.s1\"", Map.of("name", "First")).then().statusCode(200);

        CatalogApi.change(sku, "\"p1.s1\"", Map.of("name", "Second"))
                .then()
                .statusCode(412)
                .body("type", equalTo("urn:stage5:problem:precondition-failed"));
        CatalogApi.read(sku).then().body("name", equalTo("First"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JPY", "KWD"})
    void shouldAcceptAPriceOfZero_inAnyCurrency(String currency) {
        String sku = CatalogApi.stocked(5);

        CatalogApi.change(sku, "*", Map.of("price", Map.of("amount", 0, "currency", currency)))
                .then()
                .statusCode(200)
                .body("price.amount", equalTo(0))
                .body("price.currency", equalTo(currency));
    }

    @Test
    void shouldAcceptAChange_whenOnlyTheOtherVersionHasChanged() {
        String sku = CatalogApi.stocked(5);
        CatalogApi.count(sku, "\"p1.s1\"", 7).then().statusCode(200).header("ETag", "\"p1.s2\"");

        CatalogApi.change(sku, "\"p1.s1\"", Map.of("name", "Renamed"))
                .then()
                .statusCode(200)
                .header("ETag", "\"p2.s2\"");
        CatalogApi.count(sku, "\"p1.s2\"", 8).then().statusCode(200).header("ETag", "\"p2.s3\"");
    }

    @Test
    void shouldWriteNothing_whenAChangeHasNoEffect() {
        String sku = CatalogApi.stocked(5);

        CatalogApi.change(sku, "\"p1.s1\"", Map.of("name", "Test mug"))
                .then()
                .statusCode(200)
                .header("ETag", "\"p1.s1\"");
        CatalogApi.count(sku, "\"p1.s1\"", 5).then().statusCode(200).header("ETag", "\"p1.s1\"");

        assertThat(read("product/" + sku)).hasSize(1);
        assertThat(read("stock/" + sku)).hasSize(1);
    }

    @Test
    void shouldShowTheCount_whenTheStockIsCounted() {
        String sku = CatalogApi.stocked(5);
        CatalogApi.read(sku).then().body("available", equalTo(5));

        CatalogApi.count(sku, "\"p1.s1\"", 12)
                .then()
                .statusCode(200)
                .body("sku", equalTo(sku))
                .body("onHand", equalTo(12))
                .body("reserved", equalTo(0))
                .body("sold", equalTo(0));

        CatalogApi.read(sku).then().body("available", equalTo(12));
        CatalogApi.count(sku, "\"p1.s1\"", 13).then().statusCode(412);
    }

    @Test
    void shouldRequireAPrecondition_whenNoneIsSent() {
        String sku = CatalogApi.stocked(5);

        CatalogApi.admin()
                .body(Map.of("name", "Unseen"))
                .patch("/api/products/{sku}", sku)
                .then()
                .statusCode(428)
                .body("errors.field", hasItem("If-Match"));
        CatalogApi.admin()
                .body(Map.of("onHand", 1))
                .put("/api/products/{sku}/stock", sku)
                .then()
                .statusCode(428);
    }

    @Test
    void shouldHideAProduct_whenItIsRetired() {
        String sku = CatalogApi.stocked(5);

        String retired = CatalogApi.change(sku, "\"p1.s1\"", Map.of("status", "retired"))
                .then()
                .statusCode(200)
                .body("status", equalTo("retired"))
                .body("available", equalTo(0))
                .extract()
                .header("ETag");
        CatalogApi.read(sku).then().statusCode(404);
        CatalogApi.count(sku, "*", 9).then().statusCode(404);
        CatalogApi.change(sku, retired, Map.of("status", "active")).then().statusCode(200);

        CatalogApi.read(sku).then().statusCode(200).body("available", equalTo(5));
        assertThat(read("product/" + sku))
                .extracting(Event::type)
                .containsExactly(ProductData.ADDED, ProductData.RETIRED, ProductData.CHANGED);
    }

    @Test
    void shouldPublishEventsOfTheContract_whenAProductChanges() {
        String sku = CatalogApi.stocked(5);
        CatalogApi.change(sku, "*", Map.of("name", "Changed")).then().statusCode(200);
        CatalogApi.change(sku, "*", Map.of("status", "retired")).then().statusCode(200);
        CatalogApi.change(sku, "*", Map.of("status", "active")).then().statusCode(200);
        CatalogApi.count(sku, "*", 6).then().statusCode(200);

        List<Event> published = new ArrayList<>(read("product/" + sku));
        published.addAll(read("stock/" + sku));

        EventContract contract = EventContract.ofThisService();
        assertThat(published).hasSize(6).allSatisfy(event -> assertThat(contract.violations(event))
                .isEmpty());
        assertThat(published).extracting(Event::sequence).containsExactly(1L, 2L, 3L, 4L, 1L, 2L);
    }

    @Test
    void shouldAnswer404_whenThereIsNoSuchProduct() {
        String sku = CatalogApi.newSku();

        CatalogApi.read(sku).then().statusCode(404).contentType("application/problem+json");
        CatalogApi.change(sku, "*", Map.of("name", "Nothing")).then().statusCode(404);
        CatalogApi.count(sku, "*", 1).then().statusCode(404);
    }

    @Test
    void shouldRejectChanges_whenTheCallerIsNoAdmin() {
        String sku = CatalogApi.newSku();
        Map<String, Object> body = CatalogApi.product(sku, "Mug", "kitchen", 1, 1);

        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/products")
                .then()
                .statusCode(401);
        for (String token : List.of(Tokens.expired("admin"), Tokens.forged("admin"))) {
            given().auth()
                    .oauth2(token)
                    .contentType(ContentType.JSON)
                    .body(body)
                    .post("/api/products")
                    .then()
                    .statusCode(401);
        }
        given().auth()
                .oauth2(Tokens.customer("eve"))
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/products")
                .then()
                .statusCode(403);
        CatalogApi.read(sku).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sku         | \"lower-1\"",
                "sku         | \"-AB\"",
                "sku         | 7",
                "sku         | null",
                "name        | \"\"",
                "name        | \"--\"",
                "name        | \"a\\u0000b\"",
                "name        | \"a\\ud800b\"",
                "name        | [\"a\"]",
                "category    | \"Home & Garden\"",
                "category    | \"\"",
                "description | \"\\u0007\"",
                "description | null",
                "price       | 12",
                "price       | null",
                "price.amount | -1",
                "price.amount | 1.5",
                "price.amount | \"1\"",
                "price.amount | 100000000001",
                "price.currency | \"euro\"",
                "price.currency | \"eur\"",
                "price.currency | \"ZZZ\"",
                "price.currency | \"XXX\"",
                "price.currency | \"XAU\"",
                "price.currency | \"\"",
                "onHand      | -1",
                "onHand      | 1000000001",
                "onHand      | 99999999999999999999",
                "onHand      | true",
                "colour      | \"blue\""
            })
    void shouldRejectAProductAndNameTheField_whenAFieldIsInvalid(String field, String value) {
        String sku = CatalogApi.newSku();

        Response response = CatalogApi.add(json(sku, field, value));

        response.then().statusCode(400).contentType("application/problem+json").body("errors.field", hasItem(field));
        CatalogApi.read(sku).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({"name, 119", "description, 1999"})
    void shouldCountCodePoints_whenATextIsLimited(String field, int rest) {
        String sku = CatalogApi.newSku();
        Map<String, Object> product = CatalogApi.product(sku, "Mug", "mugs", 1, 1);
        product.put(field, "m" + "\ud83d\udd11".repeat(rest + 1));
        CatalogApi.add(product).then().statusCode(400).body("errors.field", hasItem(field));

        product.put(field, "m" + "\ud83d\udd11".repeat(rest));
        CatalogApi.add(product).then().statusCode(201);

        CatalogApi.read(sku).then().statusCode(200).body(field, equalTo(product.get(field)));
        CatalogApi.change(sku, "*", Map.of(field, "m" + "\ud83d\udd11".repeat(rest + 1)))
                .then()
                .statusCode(400);
    }

    @Test
    void shouldAcceptAnInteger_whenItsFractionIsZero() {
        String sku = CatalogApi.newSku();
        CatalogApi.add(json(sku, "onHand", "4.0")).then().statusCode(201);
        CatalogApi.admin()
                .header("If-Match", "*")
                .body("{\"onHand\":7.0}")
                .put("/api/products/{sku}/stock", sku)
                .then()
                .statusCode(200);
        CatalogApi.admin()
                .header("If-Match", "*")
                .body("{\"onHand\":7.5}")
                .put("/api/products/{sku}/stock", sku)
                .then()
                .statusCode(400)
                .body("errors.field", equalTo(List.of("onHand")));

        CatalogApi.read(sku).then().body("available", equalTo(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "\"text\"", "null", "{\"sku\":\"A\",\"sku\":\"B\"}"})
    void shouldRejectABody_whenItIsNoProduct(String body) {
        CatalogApi.admin()
                .body(body)
                .post("/api/products")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":null}",
                "{\"status\":\"gone\"}",
                "{\"price\":{\"amount\":1,\"currency\":\"ZZZ\"}}",
                "{\"sku\":\"NEW-SKU\"}"
            })
    void shouldRejectAChange_whenItHasNoValidField(String body) {
        String sku = CatalogApi.stocked(1);

        CatalogApi.admin()
                .header("If-Match", "*")
                .body(body)
                .patch("/api/products/{sku}", sku)
                .then()
                .statusCode(400);
        assertThat(read("product/" + sku)).hasSize(1);
    }

    @Test
    void shouldRejectASku_whenItsFormatIsInvalid() {
        given().get("/api/products/{sku}", "no such sku").then().statusCode(400).body("errors.field", hasItem("sku"));
    }

    private List<Event> read(String subject) {
        return events.read(subject).await().atMost(TIMEOUT);
    }

    /** Returns the JSON text of a product in which one field has the given JSON text as its value. */
    private static String json(String sku, String field, String value) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "sku", "\"" + sku + "\"",
                "name", "\"Mug\"",
                "category", "\"kitchen\"",
                "description", "\"\"",
                "price.amount", "1",
                "price.currency", "\"EUR\"",
                "onHand", "1"));
        fields.put(field, value);
        String price = fields.getOrDefault(
                "price",
                "{\"amount\":" + fields.get("price.amount") + ",\"currency\":" + fields.get("price.currency") + "}");
        fields.keySet().removeIf(name -> name.startsWith("price"));
        fields.put("price", price);
        return fields.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
