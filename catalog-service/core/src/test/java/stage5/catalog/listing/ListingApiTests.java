package stage5.catalog.listing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static stage5.kit.events.dynamodb.Attributes.s;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import stage5.catalog.CatalogApi;
import stage5.catalog.DynamoRequests;
import stage5.catalog.domain.SortKey;
import stage5.catalog.reserving.OrderEvents;
import stage5.catalog.store.ListingAttributes;
import stage5.catalog.store.WordItems;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.TokensResource;
import stage5.kit.web.page.Cursor;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class ListingApiTests {

    private final String category = CatalogApi.newWord();

    @Inject
    OrderEvents orders;

    @Inject
    Dynamo dynamo;

    @Test
    void shouldHaveAllFieldsOfAListedProduct_whenListed() {
        String sku = CatalogApi.added("Blue mug", category, 1290, 40);

        list(Map.of("category", category))
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, max-age=1, stale-if-error=3600")
                .header("CDN-Cache-Control", "max-age=1, stale-while-revalidate=5, stale-if-error=3600, public")
                .body("items.size()", equalTo(1))
                .body("items[0].sku", equalTo(sku))
                .body("items[0].name", equalTo("Blue mug"))
                .body("items[0].category", equalTo(category))
                .body("items[0].price.amount", equalTo(1290))
                .body("items[0].price.currency", equalTo("EUR"))
                .body("items[0].available", equalTo(40))
                .body("next", nullValue());
    }

    @Test
    void shouldAnswer304_untilTheListingChanges() {
        CatalogApi.added("Mug", category, 1, 1);
        String entityTag = list(Map.of("category", category))
                .then()
                .statusCode(200)
                .contentType("application/json;charset=UTF-8")
                .extract()
                .header("ETag");

        given().header("If-None-Match", "\"other\", W/" + entityTag)
                .get("/api/products?category=" + category)
                .then()
                .statusCode(304)
                .header("ETag", entityTag)
                .header("Cache-Control", "public, max-age=1, stale-if-error=3600")
                .header("CDN-Cache-Control", "max-age=1, stale-while-revalidate=5, stale-if-error=3600, public")
                .body(emptyString());

        CatalogApi.added("Another mug", category, 1, 1);
        given().header("If-None-Match", entityTag)
                .get("/api/products?category=" + category)
                .then()
                .statusCode(200)
                .header("ETag", not(entityTag));
    }

    @Test
    void shouldIgnoreCaseAndAccents_whenSortingByName() {
        CatalogApi.added("zebra", category, 1, 1);
        CatalogApi.added("Éclair", category, 2, 1);
        CatalogApi.added("apple", category, 3, 1);

        assertThat(names(Map.of("category", category))).containsExactly("apple", "Éclair", "zebra");
    }

    @Test
    void shouldSortByPrice_whenAskedForEitherDirection() {
        CatalogApi.added("Dear", category, 10_000, 1);
        CatalogApi.added("Cheap", category, 9, 1);
        CatalogApi.added("Middling", category, 250, 1);

        assertThat(names(Map.of("category", category, "sort", "price"))).containsExactly("Cheap", "Middling", "Dear");
        assertThat(names(Map.of("category", category, "sort", "-price"))).containsExactly("Dear", "Middling", "Cheap");
    }

    @Test
    void shouldSortByUnitsSold_whenAskedForPopularity() {
        String slow = CatalogApi.added("Slow", category, 1, 100);
        String fast = CatalogApi.added("Fast", category, 1, 100);
        orders.sold(slow, 2);
        orders.sold(fast, 11);
        CatalogApi.added("Never", category, 1, 100);

        assertThat(names(Map.of("category", category, "sort", "popularity"))).containsExactly("Fast", "Slow", "Never");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "price", "-price", "popularity"})
    void shouldReturnEachProductOnce_whenPaging(String sort) {
        List<String> skus = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            skus.add(CatalogApi.added("Mug " + i, category, 100 + i % 3, 1));
        }
        orders.sold(skus.get(3), 1);

        for (int limit : List.of(1, 3, 7, 100)) {
            assertThat(pages(Map.of("category", category, "sort", sort, "limit", limit)))
                    .as("by %s, %d a page", sort, limit)
                    .containsExactlyInAnyOrderElementsOf(skus);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "price", "-price", "popularity"})
    void shouldReturnEachProductOnce_whenPagingThroughASearch(String sort) {
        String word = CatalogApi.newWord();
        List<String> skus = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            skus.add(CatalogApi.added(word + i + " mug", category, 100 + i % 2, 1));
        }
        orders.sold(skus.get(2), 1);

        assertThat(pages(Map.of("q", word, "sort", sort, "limit", 2))).containsExactlyInAnyOrderElementsOf(skus);
        assertThat(pages(Map.of("q", word, "sort", sort, "limit", 2)))
                .as("in the order that one page has")
                .isEqualTo(skus(Map.of("q", word, "sort", sort)));
    }

    @Test
    void shouldListEverything_whenNoCategoryIsGiven() {
        String first = CatalogApi.added("0", category, 1, 1);
        String other = CatalogApi.added("0", CatalogApi.newWord(), 1, 1);

        assertThat(skus(Map.of("limit", 100))).contains(first, other);
    }

    @Test
    void shouldShowAChangeAtOnce_whenTheListingWasCached() {
        String sku = CatalogApi.added("Mug", category, 1, 1);
        assertThat(names(Map.of("category", category))).containsExactly("Mug");

        CatalogApi.added("Another", category, 1, 1);
        assertThat(names(Map.of("category", category))).containsExactly("Another", "Mug");

        CatalogApi.change(sku, "*", Map.of("name", "Aaa")).then().statusCode(200);
        assertThat(names(Map.of("category", category))).containsExactly("Aaa", "Another");

        CatalogApi.change(sku, "*", Map.of("status", "retired")).then().statusCode(200);
        assertThat(names(Map.of("category", category))).containsExactly("Another");

        CatalogApi.change(sku, "*", Map.of("status", "active")).then().statusCode(200);
        assertThat(names(Map.of("category", category))).containsExactly("Aaa", "Another");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "price", "popularity"})
    void shouldMoveAProduct_whenItsCategoryChanges(String sort) {
        String sku = CatalogApi.added("Mug", category, 1, 1);
        String elsewhere = CatalogApi.newWord();
        assertThat(skus(Map.of("category", category, "sort", sort))).containsExactly(sku);
        assertThat(skus(Map.of("category", elsewhere, "sort", sort))).isEmpty();

        CatalogApi.change(sku, "*", Map.of("category", elsewhere)).then().statusCode(200);

        assertThat(skus(Map.of("category", category, "sort", sort))).isEmpty();
        assertThat(skus(Map.of("category", elsewhere, "sort", sort))).containsExactly(sku);
    }

    @Test
    void shouldNotListARetiredProduct_whenItsLastOrderIsConfirmed() {
        String sku = CatalogApi.added("Mug", category, 1, 1);
        String order = orders.placed(sku, 1);
        CatalogApi.change(sku, "*", Map.of("status", "retired")).then().statusCode(200);

        orders.confirmed(order, sku, 1);

        assertThat(skus(Map.of("category", category, "sort", "popularity"))).isEmpty();
        assertThat(skus(Map.of("category", category))).isEmpty();
    }

    @Test
    void shouldFindAProduct_whenTheTermIsAPrefixOfAnyWord() {
        String word = CatalogApi.newWord();
        String sku = CatalogApi.added("Crème " + word + "-maker", category, 1, 1);

        for (String q : List.of(
                word.substring(0, 9), word.toUpperCase(Locale.ROOT), word + " creme", "CRÈ " + word, "m " + word)) {
            assertThat(skus(Map.of("q", q))).as(q).containsExactly(sku);
        }
        assertThat(skus(Map.of("q", word + "x"))).isEmpty();
        assertThat(skus(Map.of("q", word + " tea"))).isEmpty();
    }

    @Test
    void shouldFindAProductOnce_whenSeveralOfItsWordsMatch() {
        String word = CatalogApi.newWord();
        String sku = CatalogApi.added(word + "a " + word + "b", category, 1, 1);

        assertThat(skus(Map.of("q", word))).containsExactly(sku);
    }

    @Test
    void shouldFindProductsOfOneCategory_whenACategoryIsGiven() {
        String word = CatalogApi.newWord();
        String here = CatalogApi.added(word, category, 1, 1);
        String there = CatalogApi.added(word, CatalogApi.newWord(), 2, 1);

        assertThat(skus(Map.of("q", word, "category", category))).containsExactly(here);
        assertThat(skus(Map.of("q", word, "sort", "-price"))).containsExactly(there, here);
    }

    @Test
    void shouldFindByTheNewNameOnly_whenRenamed() {
        String before = CatalogApi.newWord();
        String after = CatalogApi.newWord();
        String sku = CatalogApi.added(before + " mug", category, 500, 1);
        assertThat(skus(Map.of("q", before))).containsExactly(sku);

        CatalogApi.change(sku, "*", Map.of("name", after + " mug", "category", CatalogApi.newWord()))
                .then()
                .statusCode(200);

        assertThat(skus(Map.of("q", before))).isEmpty();
        assertThat(skus(Map.of("q", after))).containsExactly(sku);
        assertThat(skus(Map.of("q", after, "category", category))).isEmpty();
    }

    @Test
    void shouldSortASearchByTheNewPrice_whenThePriceChanged() {
        String word = CatalogApi.newWord();
        String first = CatalogApi.added(word + " a", category, 100, 1);
        String second = CatalogApi.added(word + " b", category, 200, 1);
        assertThat(skus(Map.of("q", word, "sort", "price"))).containsExactly(first, second);

        CatalogApi.change(first, "*", Map.of("price", Map.of("amount", 300, "currency", "EUR")))
                .then()
                .statusCode(200);

        assertThat(skus(Map.of("q", word, "sort", "price"))).containsExactly(second, first);
    }

    /** The word items refer to products that do not exist: the pages are empty, but as many as if they were full. */
    @Test
    void shouldEndASearch_whenItReachesItsLimit() {
        String word = CatalogApi.newWord();
        for (int i = 0; i < SearchPages.MOST_MATCHES + 25; i += 25) {
            writeWords(word, i, i + 25);
        }

        Map<String, Object> request = new HashMap<>(Map.of("q", word, "limit", 100));
        int pages = 0;
        do {
            request.put("cursor", list(request).then().statusCode(200).extract().path("next"));
            pages++;
        } while (request.get("cursor") != null);

        assertThat(pages).isEqualTo(SearchPages.MOST_MATCHES / 100);
    }

    /** The words between the two products need more than one query. */
    @Test
    void shouldFindAllProducts_whenTheFirstQueryHasAMatchAlready() {
        String word = CatalogApi.newWord();
        String first = CatalogApi.added(word + "0 tea", category, 1, 1);
        for (int i = 0; i < 300; i += 25) {
            writeWords(word + "1", i, i + 25);
        }
        String last = CatalogApi.added(word + "2 tea", category, 1, 1);

        assertThat(skus(Map.of("q", word + " tea"))).containsExactly(first, last);
        assertThat(skus(Map.of("q", word + " tea", "category", category))).containsExactly(first, last);
        assertThat(pages(Map.of("q", word + " tea", "limit", 1))).containsExactly(first, last);
    }

    @Test
    void shouldReadABoundedNumberOfWords_whenNoTermIsRare() {
        String word = CatalogApi.newWord();
        for (int i = 0; i < SearchPages.MOST_READ + 500; i += 25) {
            writeWords(word, i, i + 25);
        }
        String prefix = word.substring(0, word.length() - 1);
        DynamoRequests.clear();

        assertThat(skus(Map.of("q", prefix + " " + word + " " + prefix.substring(1))))
                .isEmpty();

        assertThat(DynamoRequests.itemsQueried()).isEqualTo(2 * SearchPages.MOST_READ);
    }

    @Test
    void shouldFindTheProduct_whenALongerTermHasTooManyWords() {
        String word = CatalogApi.newWord();
        String rare = CatalogApi.newWord().substring(0, 12);
        for (int i = 0; i < SearchPages.MOST_READ + 100; i += 25) {
            writeWords(word, i, i + 25);
        }
        String sku = CatalogApi.added(word + "z " + rare, category, 1, 1);
        DynamoRequests.clear();

        assertThat(skus(Map.of("q", word + " " + rare))).containsExactly(sku);

        assertThat(DynamoRequests.itemsQueried()).isEqualTo(SearchPages.MOST_READ + 1);
    }

    @Test
    void shouldNotFindAProduct_whenItIsRetired() {
        String word = CatalogApi.newWord();
        String sku = CatalogApi.added(word, category, 1, 1);
        assertThat(skus(Map.of("q", word))).containsExactly(sku);

        CatalogApi.change(sku, "*", Map.of("status", "retired")).then().statusCode(200);

        assertThat(skus(Map.of("q", word))).isEmpty();
    }

    @Test
    void shouldCountCodePoints_whenASearchIsLimited() {
        String letter = "\ud842\udfb7";

        list(Map.of("q", letter.repeat(64))).then().statusCode(200);
        list(Map.of("q", letter.repeat(65))).then().statusCode(400).body("errors.field", hasItem("q"));
        list(Map.of("q", letter)).then().statusCode(400).body("errors.field", hasItem("q"));
    }

    @Test
    void shouldNotFindAWord_whenAMarkMakesItAnother() {
        String word = CatalogApi.newWord();
        String sku = CatalogApi.added(word + "かぎ", category, 1, 1);

        assertThat(skus(Map.of("q", word + "かき"))).isEmpty();
        assertThat(skus(Map.of("q", word + "かぎ"))).containsExactly(sku);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=11&limit=12",
                "limit=12&limit=11",
                "limit=20&limit=20",
                "limit=20&%6Cimit=20",
                "limit=20;limit=30",
                "limit=&limit=20"
            })
    void shouldRejectAParameter_whenItOccursTwice(String query) {
        given().urlEncodingEnabled(false)
                .get("/api/products?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.field", equalTo(List.of("limit")));
    }

    @ParameterizedTest
    @CsvSource({
        "category, Home & Garden",
        "q, x",
        "q, '--'",
        "q, 'a b'",
        "q, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "sort, random",
        "limit, 0",
        "limit, 101",
        "limit, ten",
        "limit, -1",
        "cursor, not-a-cursor",
        "cursor, '!'"
    })
    void shouldRejectTheRequest_whenAParameterIsInvalid(String parameter, String value) {
        list(Map.of(parameter, value))
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.field", hasItem(parameter));
    }

    @Test
    void shouldIgnoreAParameter_whenItIsEmpty() {
        String sku = CatalogApi.added("Mug", category, 1, 1);

        assertThat(skus(Map.of("category", category, "q", "", "sort", "", "limit", "", "cursor", "")))
                .containsExactly(sku);
    }

    @Test
    void shouldRejectACursor_whenItIsOfAnotherListing() {
        CatalogApi.added("A", category, 1, 1);
        CatalogApi.added("B", category, 1, 1);
        String next = list(Map.of("category", category, "limit", 1)).path("next");

        list(Map.of("category", category, "limit", 1, "cursor", next)).then().statusCode(200);
        list(Map.of("category", category, "sort", "price", "cursor", next))
                .then()
                .statusCode(400);
        list(Map.of("limit", 1, "cursor", next)).then().statusCode(400);
    }

    @Test
    void shouldRejectACursor_whenItWasNotIssued() {
        for (String cursor : List.of(
                Cursor.of("popularity", "-", "-", "many#MUG-1"),
                Cursor.of("popularity", "-", "-", "MUG-1"),
                Cursor.of("popularity", "-", "-", "1#mug/1"))) {
            list(Map.of("sort", "popularity", "cursor", cursor))
                    .then()
                    .statusCode(400)
                    .body("errors.field", hasItem("cursor"));
        }
    }

    private void writeWords(String word, int from, int to) {
        List<WriteRequest> puts = IntStream.range(from, to)
                .mapToObj("T-%05d"::formatted)
                .map(sku -> Map.of(
                        "pk",
                        s(WordItems.partition(word)),
                        "sk",
                        s(word + "#" + sku),
                        WordItems.FOUND,
                        s(sku),
                        WordItems.SECTION,
                        s(category),
                        ListingAttributes.BY_NAME,
                        s(SortKey.byName(word, sku)),
                        ListingAttributes.BY_PRICE,
                        s(SortKey.byNumber(1, sku))))
                .map(item ->
                        WriteRequest.builder().putRequest(put -> put.item(item)).build())
                .toList();
        dynamo.call(c -> c.batchWriteItem(write -> write.requestItems(Map.of("catalog", puts))))
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private static Response list(Map<String, ?> parameters) {
        return given().queryParams(parameters).get("/api/products");
    }

    private static List<String> skus(Map<String, ?> parameters) {
        return list(parameters).then().statusCode(200).extract().path("items.sku");
    }

    private static List<String> names(Map<String, ?> parameters) {
        return list(parameters).then().statusCode(200).extract().path("items.name");
    }

    /** Returns the SKUs of all pages, in order. */
    private static List<String> pages(Map<String, ?> parameters) {
        List<String> skus = new ArrayList<>();
        Map<String, Object> request = new HashMap<>(parameters);
        String next;
        do {
            Response page = list(request);
            skus.addAll(page.then().statusCode(200).extract().path("items.sku"));
            next = page.path("next");
            request.put("cursor", next);
        } while (next != null);
        return skus;
    }
}
