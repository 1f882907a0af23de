package stage5.catalog.product;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.catalog.CatalogApi;
import stage5.catalog.domain.Product;
import stage5.catalog.domain.ProductState;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.store.Change;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.TokensResource;
import stage5.kit.testing.events.EventContract;
import stage5.kit.web.money.Money;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class ProductImportTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Inject
    EventStore events;

    @Inject
    ImportingProducts importing;

    @Test
    void shouldAddAllProducts_whenTheirSkusAreNew() {
        String category = CatalogApi.newWord();
        List<Map<String, Object>> products = products(category, ProductImport.MAX_PRODUCTS);

        importAll(products)
                .then()
                .statusCode(200)
                .body("added", equalTo(100))
                .body("existing", equalTo(0))
                .body("items.sku", equalTo(skus(products)))
                .body("items.outcome", everyItem(equalTo("added")));

        CatalogApi.read(skus(products).getLast())
                .then()
                .statusCode(200)
                .header("ETag", "\"p1.s1\"")
                .body("name", equalTo("Test mug"))
                .body("category", equalTo(category))
                .body("available", equalTo(7));
        given().get("/api/products?limit=100&category={category}", category)
                .then()
                .body("items", hasSize(100));
    }

    @Test
    void shouldStoreTwoEventsOfTheContract_whenAProductIsImported() {
        String sku = CatalogApi.newSku();

        importAll(List.of(product(sku))).then().statusCode(200);

        List<Event> stored = Stream.of(read("product/" + sku), read("stock/" + sku))
                .flatMap(List::stream)
                .toList();
        EventContract contract = EventContract.ofThisService();
        assertThat(stored).extracting(Event::type).containsExactly(ProductData.ADDED, StockData.CHANGED);
        assertThat(stored)
                .allSatisfy(event -> assertThat(contract.violations(event)).isEmpty());
    }

    @Test
    void shouldHaveNoUnitsAvailable_whenAProductIsImportedWithoutStock() {
        Map<String, Object> product = product(CatalogApi.newSku());
        product.remove("onHand");

        importAll(List.of(product)).then().statusCode(200);

        CatalogApi.read((String) product.get("sku")).then().body("available", equalTo(0));
    }

    @Test
    void shouldAddNothing_whenAnImportIsRepeated() {
        List<Map<String, Object>> products = products("kitchen", 25);
        importAll(products).then().statusCode(200).body("added", equalTo(25));

        importAll(products)
                .then()
                .statusCode(200)
                .body("added", equalTo(0))
                .body("existing", equalTo(25))
                .body("items.sku", equalTo(skus(products)))
                .body("items.outcome", everyItem(equalTo("existing")));

        for (String sku : skus(products)) {
            assertThat(read("product/" + sku)).hasSize(1);
            assertThat(read("stock/" + sku)).hasSize(1);
        }
    }

    @Test
    void shouldAddTheOthersOfItsTransaction_whenASkuIsTaken() {
        List<Map<String, Object>> products = products("kitchen", 30);
        String taken = skus(products).get(3);
        String retired = skus(products).get(17);
        for (String sku : List.of(taken, retired)) {
            CatalogApi.add(CatalogApi.product(sku, "Old mug", "kitchen", 990, 3))
                    .then()
                    .statusCode(201);
        }
        CatalogApi.change(retired, "*", Map.of("status", "retired")).then().statusCode(200);

        importAll(products)
                .then()
                .statusCode(200)
                .body("added", equalTo(28))
                .body("existing", equalTo(2))
                .body("items[3].outcome", equalTo("existing"))
                .body("items[4].outcome", equalTo("added"))
                .body("items[17].outcome", equalTo("existing"));

        CatalogApi.read(taken).then().header("ETag", "\"p1.s1\"").body("name", equalTo("Old mug"));
        CatalogApi.read(retired).then().statusCode(404);
        for (String sku : skus(products)) {
            assertThat(read("stock/" + sku)).as(sku).hasSize(1);
        }
    }

    @Test
    void shouldAddEachProductOnce_whenImportsOfTheSameProductsRunConcurrently() {
        List<Map<String, Object>> products = products("kitchen", 20);
        List<Response> responses;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            responses = IntStream.range(0, 3)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> importAll(products), threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        }

        assertThat(responses).allSatisfy(response -> response.then().statusCode(200));
        assertThat(responses.stream()
                        .mapToInt(response -> response.path("added"))
                        .sum())
                .isEqualTo(20);
        for (String sku : skus(products)) {
            assertThat(read("product/" + sku)).hasSize(1);
        }
    }

    @Test
    void shouldShowTheProducts_whenTheListingWasCachedBefore() {
        String category = CatalogApi.newWord();
        given().get("/api/products?category={category}", category).then().body("items", hasSize(0));

        importAll(products(category, 3)).then().statusCode(200);

        given().get("/api/products?category={category}", category).then().body("items", hasSize(3));
    }

    @Test
    void shouldFillTransactions_whenProductsDoNotAllFitIntoOne() {
        List<ImportingProducts.Addition> additions =
                IntStream.of(40, 40, 20, 1, 99, 2).mapToObj(this::ofSize).toList();

        assertThat(ImportingProducts.transactions(additions))
                .extracting(together -> together.stream()
                        .map(addition -> addition.change().size())
                        .toList())
                .containsExactly(List.of(40, 40, 20), List.of(1, 99), List.of(2));
    }

    @Test
    void shouldFitIntoATransaction_whenAProductHasTheMostWords() {
        String words = IntStream.range(0, 40)
                .mapToObj(i -> "" + (char) ('a' + i / 26) + (char) ('a' + i % 26))
                .reduce((text, word) -> text + " " + word)
                .orElseThrow();
        String sku = CatalogApi.newSku();
        Product product = Product.added(sku, words, "kitchen", "x".repeat(2000), new Money(1290, "EUR"));

        assertThat(importing
                        .add(List.of(ProductState.added(product, 1)))
                        .await()
                        .atMost(TIMEOUT))
                .containsExactly(sku);
    }

    @Test
    void shouldRefuseTheImport_whenASkuOccursTwice() {
        String sku = CatalogApi.newSku();

        importAll(List.of(product(CatalogApi.newSku()), product(sku), product(sku), product(sku)))
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.field", equalTo(List.of("products[2].sku", "products[3].sku")))
                .body("errors.message", everyItem(equalTo("is also the SKU of products[1]")));

        CatalogApi.read(sku).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, ProductImport.MAX_PRODUCTS + 1})
    void shouldRefuseTheImport_whenItHasTooFewOrTooManyProducts(int count) {
        List<Map<String, Object>> products = products("kitchen", count);

        importAll(products).then().statusCode(400).body("errors.field", equalTo(List.of("products")));

        assertNothingIsAdded(products);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sku         | lower-1",
                "sku         |",
                "name        | --",
                "category    | Home & Garden",
                "description |",
                "price       |",
                "price       | 12",
                "onHand      | -1",
                "onHand      | many",
                "colour      | blue"
            })
    void shouldNameTheIndexAndTheField_whenAFieldIsInvalid(String field, String value) {
        List<Map<String, Object>> products = products("kitchen", 3);
        products.get(1).put(field, value);

        importAll(products)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.field", equalTo(List.of("products[1]." + field)));

        assertNothingIsAdded(List.of(products.getFirst(), products.getLast()));
    }

    @Test
    void shouldNameTheIndexAndTheField_whenANestedFieldIsInvalid() {
        List<Map<String, Object>> products = products("kitchen", 3);
        products.get(2).put("price", Map.of("amount", -1, "currency", "EUR"));

        importAll(products).then().statusCode(400).body("errors.field", hasItem("products[2].price.amount"));
    }

    @Test
    void shouldNameEachIndex_whenSeveralProductsAreInvalid() {
        List<Map<String, Object>> products = products("kitchen", 3);
        products.get(0).put("name", "");
        products.set(1, null);
        products.get(2).put("onHand", -1);

        importAll(products)
                .then()
                .statusCode(400)
                .body("errors.field", equalTo(List.of("products[0].name", "products[1]", "products[2].onHand")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"products\":null}",
                "{\"products\":{}}",
                "{\"products\":[[]]}",
                "{\"products\":[\"A\"]}",
                "{\"products\":[],\"replace\":true}"
            })
    void shouldRefuseABody_whenItIsNoImport(String body) {
        CatalogApi.admin()
                .body(body)
                .post("/api/products/import")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void shouldRefuseAnImport_whenTheCallerIsNoAdmin() {
        List<Map<String, Object>> products = products("kitchen", 1);
        Map<String, Object> body = Map.of("products", products);

        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/products/import")
                .then()
                .statusCode(401);
        given().auth()
                .oauth2(Tokens.customer("eve"))
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/products/import")
                .then()
                .statusCode(403);

        assertNothingIsAdded(products);
    }

    private static Response importAll(List<Map<String, Object>> products) {
        return CatalogApi.admin().body(Map.of("products", products)).post("/api/products/import");
    }

    private static List<Map<String, Object>> products(String category, int count) {
        List<Map<String, Object>> products = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            products.add(CatalogApi.product(CatalogApi.newSku(), "Test mug", category, 1290, 7));
        }
        return products;
    }

    private static Map<String, Object> product(String sku) {
        return CatalogApi.product(sku, "Test mug", "kitchen", 1290, 7);
    }

    private static List<String> skus(List<Map<String, Object>> products) {
        return products.stream().map(product -> (String) product.get("sku")).toList();
    }

    private static void assertNothingIsAdded(List<Map<String, Object>> products) {
        skus(products).forEach(sku -> CatalogApi.read(sku).then().statusCode(404));
    }

    private List<Event> read(String subject) {
        return events.read(subject).await().atMost(TIMEOUT);
    }

    /** Returns an addition with this many items. */
    private ImportingProducts.Addition ofSize(int items) {
        Change change = events.change();
        for (int i = 0; i < items; i++) {
            change.put("item", put -> {});
        }
        return new ImportingProducts.Addition("SKU", "kitchen", change);
    }
}
