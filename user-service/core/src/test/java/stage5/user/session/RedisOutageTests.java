package stage5.user.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.LocalCloudResource;
import stage5.user.TestUser;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class RedisOutageTests {

    @ConfigProperty(name = "stage5.testing.console-url")
    String console;

    /** More than the memory of the local Redis, in MiB. */
    private static final int COPIES = 150;

    @Inject
    CircuitBreakerMaintenance breakers;

    @Inject
    RedisDataSource shared;

    @AfterEach
    void startRedis() {
        given().baseUri(console).port(port()).post("/redis/start").then().statusCode(200);
        breakers.reset("redis");
        breakers.reset("sessions");
    }

    @Test
    void shouldKeepSessions_whenTheSharedRedisIsFull() {
        Response tokens = TestUser.registered().logIn();
        byte[] copy = new byte[1 << 20];
        new SecureRandom().nextBytes(copy);
        long evictedBefore = evicted();

        IntStream.range(0, COPIES).forEach(i -> shared.value(byte[].class)
                .setex("test/copy/" + i, Duration.ofMinutes(1).toSeconds(), copy));

        assertThat(evicted()).isGreaterThan(evictedBefore);
        given().auth()
                .oauth2(tokens.path("accessToken"))
                .get("/api/sessions/current")
                .then()
                .statusCode(200);
        TestUser.refresh(tokens.path("refreshToken")).then().statusCode(201);
        IntStream.range(0, COPIES).forEach(i -> shared.key().del("test/copy/" + i));
    }

    @Test
    void shouldLogInAndRefresh_whenOnlyTheSharedRedisIsDown() {
        given().baseUri(console)
                .port(port())
                .post("/redis/stop?server=redis")
                .then()
                .statusCode(200);

        Response tokens = TestUser.registered().logIn();

        tokens.then().statusCode(201);
        TestUser.refresh(tokens.path("refreshToken")).then().statusCode(201);
    }

    private long evicted() {
        return shared.execute("INFO", "stats")
                .toString()
                .lines()
                .filter(line -> line.startsWith("evicted_keys:"))
                .mapToLong(line -> Long.parseLong(line.substring(13).strip()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldAnswer503WithRetryAfter_whenASessionIsNeeded() {
        TestUser user = TestUser.registered();
        Response tokens = user.logIn();
        String access = tokens.path("accessToken");
        given().baseUri(console).port(port()).post("/redis/stop").then().statusCode(200);

        unavailable(user.logIn());
        unavailable(TestUser.refresh(tokens.path("refreshToken")));
        unavailable(given().auth().oauth2(access).get("/api/sessions/current"));
        TestUser.unregistered().register().then().statusCode(201);
        given().auth().oauth2(access).get("/api/users/me").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void shouldKeepSessions_whenRedisRestarts() {
        String refresh = TestUser.registered().logIn().path("refreshToken");
        given().baseUri(console).port(port()).post("/redis/restart").then().statusCode(200);

        TestUser.refresh(refresh).then().statusCode(201);
    }

    private int port() {
        return java.net.URI.create(console).getPort();
    }

    private static void unavailable(Response response) {
        response.then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", not(blankOrNullString()));
    }
}
