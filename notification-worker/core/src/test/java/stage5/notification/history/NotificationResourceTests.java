package stage5.notification.history;

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
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.envelope.Event;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.TokensResource;
import stage5.notification.CustomerFixture;
import stage5.notification.mailing.MailsConsumer;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class NotificationResourceTests {

    @Inject
    Consumption consumption;

    @Inject
    MailsConsumer consumer;

    private final CustomerFixture customer = CustomerFixture.create();

    @Test
    void shouldListMailsNewestFirst_whenPaging() {
        List<Event> events = List.of(
                customer.registered(), customer.confirmed(), customer.cancelled(), customer.rejected("out-of-stock"));
        for (Event event : events) {
            assertThat(consumption
                            .consume(consumer, List.of(CustomerFixture.delivery(event)))
                            .await()
                            .atMost(Duration.ofSeconds(20)))
                    .isEmpty();
        }

        Response first = admin().queryParam("customer", customer.customerId())
                .queryParam("limit", 3)
                .get("/api/notifications");
        first.then()
                .statusCode(200)
                .body("items", hasSize(3))
                .body("items[0].status", equalTo("sent"))
                .body("items[0].kind", equalTo("order-rejected"));
        Response second = admin().queryParam("customer", customer.customerId())
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
    void shouldReturnAnEmptyList_whenTheCustomerHasNoMails() {
        admin().queryParam("customer", customer.customerId())
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
    void shouldNameTheParameter_whenItIsNotValid(String parameter, String address) {
        admin().get(address)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.field", hasItems(parameter));
    }

    @Test
    void shouldRefuseAccess_whenTheCallerIsNotAnAdministrator() {
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
