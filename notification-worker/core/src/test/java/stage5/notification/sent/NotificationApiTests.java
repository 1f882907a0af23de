package stage5.notification.sent;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.kit.consume.Consumption;
import stage5.kit.event.Event;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.TokensResource;
import stage5.notification.Story;
import stage5.notification.mailing.MailsConsumer;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class NotificationApiTests {

    @Inject
    Consumption consumption;

    @Inject
    MailsConsumer consumer;

    private final Story story = Story.begin();

    @Test
    void shouldListACustomersMails_newestFirstAndPageByPage() {
        List<Event> events =
                List.of(story.registered(), story.confirmed(), story.cancelled(), story.rejected("out-of-stock"));
        for (Event event : events) {
            assertThat(consumption
                            .consume(consumer, List.of(Story.delivery(event)))
                            .await()
                            .atMost(Duration.ofSeconds(20)))
                    .isEmpty();
        }

        Response first = admin().queryParam("customer", story.customerId())
                .queryParam("limit", 3)
                .get("/api/notifications");
        first.then()
                .statusCode(200)
                .body("items", hasSize(3))
                .body("items[0].status", equalTo("sent"))
                .body("items[0].kind", equalTo("order-rejected"));
        Response second = admin().queryParam("customer", story.customerId())
                .queryParam("limit", 3)
                .queryParam("cursor", first.<String>path("next"))
                .get("/api/notifications");
        second.then().statusCode(200).body("next", nullValue());

        List<String> ids = new ArrayList<>(first.path("items.eventId"));
        ids.addAll(second.path("items.eventId"));
        assertThat(ids)
                .containsExactlyElementsOf(
                        events.reversed().stream().map(Event::id).toList());
    }

    @Test
    void shouldListNothing_forACustomerWhomNobodyHasWrittenTo() {
        admin().queryParam("customer", story.customerId())
                .get("/api/notifications")
                .then()
                .statusCode(200)
                .body("items", hasSize(0))
                .body("next", nullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "customer, /api/notifications",
        "customer, /api/notifications?customer=",
        "limit, /api/notifications?customer=ada&limit=0",
        "limit, /api/notifications?customer=ada&limit=101",
        "limit, /api/notifications?customer=ada&limit=many",
        "cursor, /api/notifications?customer=ada&cursor=!",
    })
    void shouldBlameTheParameter_whenItIsNotValid(String parameter, String address) {
        admin().get(address)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.field", hasItems(parameter));
    }

    @Test
    void shouldBeClosed_toWhoeverIsNoAdministrator() {
        given().get("/api/notifications?customer=ada").then().statusCode(401);
        given().auth()
                .oauth2(Tokens.forged("ada"))
                .get("/api/notifications?customer=ada")
                .then()
                .statusCode(401);
        given().auth()
                .oauth2(Tokens.customer("ada"))
                .get("/api/notifications?customer=ada")
                .then()
                .statusCode(403)
                .contentType("application/problem+json");
    }

    private static RequestSpecification admin() {
        return given().auth().oauth2(Tokens.admin());
    }
}
