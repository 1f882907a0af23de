package stage5.kit.web.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SingleQueryParametersTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text=a&text=b",
                "text=a&text=a",
                "text=a&%74ext=b",
                "text&text=a",
                "text=a;text=b",
                "x=1&text=a&text="
            })
    void shouldRespondWithAProblem_whenAParameterOccursTwice(String query) {
        given().urlEncodingEnabled(false)
                .get("/measure?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.field", equalTo(List.of("text")))
                .body("errors.message", equalTo(List.of("must occur once")));
    }

    @Test
    void shouldReachTheResource_whenEachParameterOccursOnce() {
        given().urlEncodingEnabled(false)
                .get("/measure?other=1&text=a%26text%3Db")
                .then()
                .statusCode(200)
                .body(equalTo("a&text=b"));
    }
}
