package stage5.kit.lambda.events;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static stage5.kit.testing.events.MockFunction.invoke;
import static stage5.kit.testing.events.MockFunction.result;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stage5.kit.events.envelope.EventFactory;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.LocalCloudResource;

@QuarkusTest
@TestProfile(SweepHandlerTests.Sweep.class)
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class SweepHandlerTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** Selects the sweep handler; without grace period a sweep publishes every event in the outbox. */
    public static final class Sweep implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.lambda.handler", "sweep", "stage5.outbox.grace", "0S");
        }
    }

    @Inject
    EventStore store;

    @Inject
    EventFactory events;

    @Inject
    CircuitBreakerMaintenance breakers;

    @ConfigProperty(name = "stage5.testing.console-url")
    String console;

    @AfterEach
    void restoreSns() {
        sns("ok");
    }

    @Test
    void shouldReturnTheNumberOfPublishedEvents_whenTheOutboxHasSome() {
        sns("down");
        commit();
        commit();
        sns("ok");

        assertThat(sweep()).isEqualTo(2);
        assertThat(sweep()).isZero();
    }

    @Test
    void shouldFailTheInvocation_whenSnsIsDown() {
        sns("down");
        commit();

        assertThat(invoke(Map.of()).statusCode()).isEqualTo(500);

        sns("ok");
        assertThat(sweep()).isOne();
    }

    private static int sweep() {
        return result(Map.of("source", "aws.scheduler"), Integer.class);
    }

    private void commit() {
        store.commit(store.change()
                        .append(events.first("stage5.user.registered.v1", "user/" + UUID.randomUUID(), 1, Map.of())))
                .await()
                .atMost(TIMEOUT);
    }

    private void sns(String mode) {
        given().contentType(ContentType.JSON)
                .body(Map.of("mode", mode))
                .put(console + "/faults/sns")
                .then()
                .statusCode(200);
        breakers.resetAll();
    }
}
