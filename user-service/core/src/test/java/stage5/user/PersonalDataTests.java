package stage5.user;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.TelemetryRecorder;

/** Plants values in every call of the API, and searches spans, logs and metrics for them. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class PersonalDataTests {

    private static final String ACCESS_LOG = "io.quarkus.http.access-log";
    private static final String USER_AGENT = "PlantedBrowser/5.1";

    @Inject
    TelemetryRecorder telemetry;

    private final String address = TestUser.anyAddress();
    private final String email = "planted." + UUID.randomUUID() + "@stage5.example";

    @BeforeEach
    void start() {
        telemetry.start();
    }

    @AfterEach
    void stop() {
        telemetry.stop();
    }

    @Test
    void shouldWriteNothingPersonal_whateverIsCalled() {
        call(
                "POST",
                "/api/users",
                null,
                Map.of("email", email, "name", "Planted Name", "password", "planted password"));
        call(
                "POST",
                "/api/users",
                null,
                Map.of("email", email, "name", "Planted Again", "password", "planted password"));
        call("POST", "/api/users", null, Map.of("email", "planted", "name", "Planted Name", "password", "planted"));
        call("POST", "/api/sessions", null, Map.of("email", email, "password", "planted wrong password"));
        Response tokens = call("POST", "/api/sessions", null, Map.of("email", email, "password", "planted password"));
        String access = tokens.path("accessToken");
        String refresh = tokens.path("refreshToken");
        call("PATCH", "/api/users/me", access, Map.of("name", "Planted Otherwise"));
        call("GET", "/api/users/me", access, null);
        call("GET", "/api/sessions", access, null);
        Response next = call("POST", "/api/sessions/refresh", null, Map.of("refreshToken", refresh));
        call("POST", "/api/sessions/refresh", null, Map.of("refreshToken", refresh));
        call("GET", "/api/users/me", "planted.invalid.token", null);

        Awaitility.await()
                .until(() -> telemetry.spans().stream()
                                .filter(span -> span.contains("SERVER"))
                                .count()
                        >= 11);
        List<String> planted = List.of(
                email,
                "lanted Name",
                "lanted Again",
                "lanted Otherwise",
                "planted",
                address,
                USER_AGENT,
                access,
                refresh.substring(37),
                next.<String>path("refreshToken").substring(37));
        assertThat(telemetry.spans())
                .noneSatisfy(span -> assertThat(span).containsAnyOf(planted.toArray(String[]::new)));
        assertThat(telemetry.logs()).noneSatisfy(log -> assertThat(log).containsAnyOf(planted.toArray(String[]::new)));
        assertThat(telemetry.logs()).as("the misused session is logged").anyMatch(log -> !log.startsWith(ACCESS_LOG));
        assertThat(telemetry.logs()).as("the access log").anyMatch(log -> log.startsWith(ACCESS_LOG));
        assertThat(given().get("/q/metrics").asString()).doesNotContain(planted);
    }

    private Response call(String method, String path, String accessToken, Object body) {
        var request = given().header("User-Agent", USER_AGENT)
                .header("X-Forwarded-For", address)
                .contentType(ContentType.JSON);
        if (accessToken != null) {
            request.auth().oauth2(accessToken);
        }
        return (body == null ? request : request.body(body)).request(method, path);
    }
}
