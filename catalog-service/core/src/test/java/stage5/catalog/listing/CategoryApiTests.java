package stage5.catalog.listing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stage5.catalog.CatalogApi;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.TokensResource;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class CategoryApiTests {

    private final String one = CatalogApi.newWord();
    private final String two = CatalogApi.newWord();

    @Test
    void shouldListEachCategoryOnce_whenItHasProductsForSale() {
        for (int i = 0; i < 3; i++) {
            CatalogApi.added("Mug " + i, one, 1, 1);
            CatalogApi.added("Zebra " + i, two, 1, 1);
        }
        // Its sort key is greater than the key at which the search for the next category begins.
        CatalogApi.added("\udbff\udfff\udbff\udfff mug", one, 1, 1);

        assertThat(names()).contains(one, two).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void shouldNotListACategory_whenItsLastProductIsRetiredOrMoved() {
        String retired = CatalogApi.added("Mug", one, 1, 1);
        String moved = CatalogApi.added("Mug", two, 1, 1);
        assertThat(names()).contains(one, two);

        CatalogApi.change(retired, "*", Map.of("status", "retired")).then().statusCode(200);
        CatalogApi.change(moved, "*", Map.of("category", "moved-" + two)).then().statusCode(200);

        assertThat(names()).doesNotContain(one, two).contains("moved-" + two);
    }

    @Test
    void shouldAnswer304_whenTheClientHasTheList() {
        String entityTag = given().get("/api/categories")
                .then()
                .header("ETag", notNullValue())
                .header("Cache-Control", "public, max-age=1, stale-while-revalidate=5, stale-if-error=3600")
                .extract()
                .header("ETag");

        given().header("If-None-Match", entityTag).get("/api/categories").then().statusCode(304);
    }

    private static List<String> names() {
        return given().get("/api/categories").then().statusCode(200).extract().path("name");
    }
}
