package stage5.notification.history;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.dynamodb.Attributes;
import stage5.kit.events.envelope.Event;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.TokensResource;
import stage5.notification.Inbox;
import stage5.notification.CustomerFixture;
import stage5.notification.mailing.MailsConsumer;

/** The read model {@code mails} can be rebuilt, and a crash leaves no gap in it. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class MailHistoryRebuildTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String TABLE = "notifications";

    private static boolean correct;

    @Inject
    Consumption consumption;

    @Inject
    MailsConsumer consumer;

    @Inject
    DynamoDbAsyncClient dynamo;

    @ConfigProperty(name = "stage5.testing.console-url")
    URI console;

    private final CustomerFixture customer = CustomerFixture.create();

    /** Other tests may have removed entries. */
    @BeforeEach
    void beginWithACorrectModel() {
        if (!correct) {
            rebuild("force");
            correct = true;
        }
    }

    @Test
    void shouldEqualTheOldGeneration_whenMailsAreSentDuringTheRebuild() {
        deliver(customer.registered());
        long before = status().getLong("generation");
        Event confirmed = customer.confirmed();
        begin("flip");
        deliver(confirmed);

        JsonPath after = until("flip", "idle");

        assertThat(after.getString("outcome")).isEqualTo("flipped");
        assertThat(after.getLong("previous")).isEqualTo(before);
        assertThat(after.getLong("generation")).isGreaterThan(before);
        assertThat(after.getString("checksum")).isEqualTo(after.getString("buildingChecksum"));
        await().atMost(TIMEOUT).untilAsserted(() -> mails().get("/api/notifications")
                .then()
                .statusCode(200)
                .body("items.kind", contains("order-confirmed", "welcome"))
                .body("items.subject", contains("Your order is confirmed", "Welcome to Stage Five")));
    }

    @Test
    void shouldListTheMail_whenTheProcessCrashedBeforeListingIt() {
        Event registered = customer.registered();
        deliver(registered);
        dynamo.deleteItem(delete -> delete.tableName(TABLE).key(entryKey(registered)))
                .join();
        mails().get("/api/notifications").then().statusCode(200).body("items", empty());

        deliver(registered);

        mails().get("/api/notifications").then().statusCode(200).body("items.eventId", contains(registered.id()));
        assertThat(Inbox.of(console, customer.email())).hasSize(1);
    }

    @Test
    void shouldReportTheDifference_whenAMailIsMissing() {
        Event registered = customer.registered();
        deliver(registered);
        Map<String, AttributeValue> key = entryKey(registered);
        dynamo.deleteItem(delete -> delete.tableName(TABLE).key(key)).join();
        begin("flip");

        JsonPath different = until("flip", "different");

        assertThat(different.getList("differences.key")).isEqualTo(List.of(customer.customerId() + "/" + registered.id()));
        assertThat(until("force", "idle").getString("outcome")).isEqualTo("forced");
        await().atMost(TIMEOUT).untilAsserted(() -> mails().get("/api/notifications")
                .then()
                .statusCode(200)
                .body("items.eventId", contains(registered.id())));
    }

    @Test
    void shouldRefuseAccess_whenTheCallerIsNotAnAdministrator() {
        given().get("/api/read-models").then().statusCode(401);
        given().auth()
                .oauth2(Tokens.customer("ada"))
                .post("/api/read-models/mails/rebuild")
                .then()
                .statusCode(403);
        asAdmin().get("/api/read-models").then().statusCode(200).body("model", hasItem("mails"));
    }

    private Map<String, AttributeValue> entryKey(Event event) {
        return Attributes.key("mails/" + status().getLong("generation") + "/" + customer.customerId(), event.id());
    }

    private void deliver(Event event) {
        assertThat(consumption
                        .consume(consumer, List.of(CustomerFixture.delivery(event)))
                        .await()
                        .atMost(TIMEOUT))
                .isEmpty();
    }

    private JsonPath rebuild(String goal) {
        begin(goal);
        return until(goal, "idle");
    }

    private static JsonPath begin(String goal) {
        return asAdmin()
                .queryParam("goal", goal)
                .post("/api/read-models/mails/rebuild")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonPath until(String goal, String phase) {
        return await("the rebuild is " + phase)
                .atMost(TIMEOUT)
                .pollDelay(Duration.ZERO)
                .until(
                        () -> asAdmin()
                                .queryParam("goal", goal)
                                .put("/api/read-models/mails/rebuild")
                                .then()
                                .statusCode(200)
                                .extract()
                                .jsonPath(),
                        now -> now.getString("phase").equals(phase));
    }

    private static JsonPath status() {
        return asAdmin().get("/api/read-models").jsonPath().setRootPath("find { it.model == 'mails' }");
    }

    private RequestSpecification mails() {
        return asAdmin().queryParam("customer", customer.customerId());
    }

    private static RequestSpecification asAdmin() {
        return given().auth().oauth2(Tokens.admin());
    }
}
