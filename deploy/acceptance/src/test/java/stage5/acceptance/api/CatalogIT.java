package stage5.acceptance.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.ApiClient;
import stage5.acceptance.client.ApiResponse;
import stage5.acceptance.client.TestCustomer;
import stage5.acceptance.client.TestTimeouts;

class CatalogIT {

    private final ApiClient shop = ShopUnderTest.gateway();
    private final ApiClient admin = ShopUnderTest.admin();

    @Test
    void shouldListEveryProductOnce_whenPagedThrough() {
        List<String> skus = new ArrayList<>();
        Set<String> categories = new HashSet<>();
        String cursor = "";
        do {
            JsonNode page =
                    shop.get("/api/products?limit=100" + cursor).expect(200).json();
            page.path("items").forEach(item -> {
                skus.add(item.path("sku").asText());
                categories.add(item.path("category").asText());
            });
            cursor = next(page);
        } while (!cursor.isEmpty());

        assertThat(skus)
                .hasSizeGreaterThanOrEqualTo(ShopUnderTest.skus().size())
                .doesNotHaveDuplicates();
        assertThat(categories).hasSizeGreaterThanOrEqualTo(12);
    }

    @Test
    void shouldSortByPrice_whenEitherDirectionIsRequested() {
        assertThat(prices("price")).hasSize(50).isSortedAccordingTo(Comparator.naturalOrder());
        assertThat(prices("-price")).hasSize(50).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void shouldFindByPrefixOfAnyWord_whenTheCaseDiffers() {
        String word = "Qx" + UUID.randomUUID().toString().substring(0, 6);
        String sku = newProduct("Handmade " + word + " lamp", 10);

        JsonNode found = shop.get("/api/products?q=" + word.substring(0, 5).toLowerCase())
                .expect(200)
                .json();

        assertThat(found.path("items").findValuesAsText("sku")).contains(sku);
    }

    @Test
    void shouldReturnNotModified_whenTheEtagMatches() {
        String path = "/api/products/" + newProduct("Etag lamp", 3);
        String etag = shop.get(path).expect(200).header("etag");

        assertThat(etag).isNotBlank();
        assertThat(shop.with("If-None-Match", etag).get(path).expect(304).text())
                .isEmpty();
        shop.with("If-None-Match", "\"other\"").get(path).expect(200);
        shop.get("/api/products/NO-SUCH-SKU").expectProblem(404);
    }

    @Test
    void shouldShowTheNewPrice_whenItChanges() {
        String sku = newProduct("Changing lamp", 3);
        String path = "/api/products/" + sku;
        String etag = shop.get(path).expect(200).header("etag");

        admin.with("If-Match", etag)
                .patch(path, Map.of("price", Map.of("amount", 4242, "currency", "EUR")))
                .expect(200);

        await().atMost(TestTimeouts.EFFECT).untilAsserted(() -> assertThat(
                        shop.get(path).json().path("price").path("amount").asInt())
                .isEqualTo(4242));
        admin.with("If-Match", etag).patch(path, Map.of("name", "Lost update")).expectProblem(412);
        admin.patch(path, Map.of("name", "No precondition")).expectProblem(428);
    }

    @Test
    void shouldShowTheAvailableStock_whenStockIsSetOrOrdered() {
        String sku = newProduct("Counted lamp", 3);
        String path = "/api/products/" + sku;

        TestCustomer ada = TestCustomer.signUp(shop);
        String order = awaitAccepted(ada, sku, 2);
        assertThat(ada.awaitSettled(order).path("status").asText()).isEqualTo("confirmed");

        await().atMost(TestTimeouts.EFFECT).untilAsserted(() -> assertThat(
                        shop.get(path).json().path("available").asInt())
                .isEqualTo(1));
        String etag = shop.get(path).expect(200).header("etag");
        admin.with("If-Match", etag).put(path + "/stock", Map.of("onHand", 40)).expect(200);
        await().atMost(TestTimeouts.EFFECT).untilAsserted(() -> assertThat(
                        shop.get(path).json().path("available").asInt())
                .isEqualTo(40));
    }

    @Test
    void shouldRefuseCatalogueChanges_whenTheCallerIsNoAdmin() {
        Map<String, Object> product = product("SKU-" + shortId(), "Lamp", 1);
        shop.post("/api/products", product).expectProblem(401);
        TestCustomer.signUp(shop).http().post("/api/products", product).expectProblem(403);
    }

    @Test
    void shouldImportProductsOnce_whenTheImportIsRepeated() {
        String sku = "SKU-" + shortId();
        Map<String, Object> products =
                Map.of("products", List.of(product(sku, "Lamp", 1), product("SKU-" + shortId(), "Lamp", 2)));

        JsonNode first =
                admin.post("/api/products/import", products).expect(200).json();
        JsonNode second =
                admin.post("/api/products/import", products).expect(200).json();

        assertThat(first.path("added").asInt()).isEqualTo(2);
        assertThat(second.path("existing").asInt()).isEqualTo(2);
        assertThat(shop.get("/api/products/" + sku)
                        .expect(200)
                        .json()
                        .path("available")
                        .asInt())
                .isEqualTo(1);
        TestCustomer.signUp(shop).http().post("/api/products/import", products).expectProblem(403);
    }

    @Test
    void shouldRefuseTheListing_whenAParameterIsInvalid() {
        shop.get("/api/products?sort=colour").expectProblem(400);
        shop.get("/api/products?limit=0").expectProblem(400);
        shop.get("/api/products?limit=100000").expectProblem(400);
        shop.get("/api/products?cursor=garbage").expectFieldError(400, "cursor");
    }

    private List<Integer> prices(String sort) {
        JsonNode items = shop.get("/api/products?limit=50&sort=" + sort)
                .expect(200)
                .json()
                .path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.path("price").path("amount").asInt())
                .toList();
    }

    private String newProduct(String name, int onHand) {
        String sku = "SKU-" + shortId();
        ApiResponse added =
                admin.post("/api/products", product(sku, name, onHand)).expect(201);
        assertThat(added.header("location")).endsWith("/api/products/" + sku);
        return sku;
    }

    /** Places an order as soon as order-service has the product's price, and returns the order's id. */
    private static String awaitAccepted(TestCustomer customer, String sku, int quantity) {
        return await("order-service has a price of " + sku)
                .atMost(TestTimeouts.EFFECT)
                .until(() -> customer.order(sku, quantity), response -> response.status() == 202)
                .field("id");
    }

    private static Map<String, Object> product(String sku, String name, int onHand) {
        return Map.of(
                "sku",
                sku,
                "name",
                name,
                "category",
                "lighting",
                "description",
                "It gives light.",
                "price",
                Map.of("amount", 1999, "currency", "EUR"),
                "onHand",
                onHand);
    }

    private static String shortId() {
        return UUID.randomUUID().toString().substring(0, 8).toUpperCase();
    }

    private static String next(JsonNode page) {
        return page.path("next").isTextual()
                ? "&cursor=" + URLEncoder.encode(page.path("next").asText(), StandardCharsets.UTF_8)
                : "";
    }
}
