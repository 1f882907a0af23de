package stage5.user;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.testing.TelemetryRecorder;

/** Everyone may read the public keys without the gateway, which otherwise decides what is traced. */
@QuarkusTest
class PublicKeySpansTests {

    private static final String SAMPLED = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Inject
    TelemetryRecorder telemetry;

    @BeforeEach
    void start() {
        telemetry.start();
    }

    @AfterEach
    void stop() {
        telemetry.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/jwks.json", "/.well-known/jwks.json?sampled=1"})
    void shouldWriteNoSpan_whenAStrangerForgesTheSampledFlag(String keys) {
        given().header("traceparent", SAMPLED).get(keys).then().statusCode(200);
        given().header("traceparent", SAMPLED).get("/api/users/me").then().statusCode(401);

        Awaitility.await().until(() -> telemetry.spans().stream().anyMatch(span -> span.contains("/api/users/me")));
        assertThat(telemetry.spans()).noneMatch(span -> span.contains("well-known"));
    }
}
