package stage5.user.attempt;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.LocalCloudResource;
import stage5.user.TestUser;
import stage5.user.UserConfig;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class AttemptLimitsTests {

    private static final int GUESSES = 400;

    @ConfigProperty(name = "stage5.testing.console-url")
    URI console;

    @TestHTTPResource("/api/sessions")
    URI sessions;

    @Inject
    CircuitBreakerMaintenance breakers;

    @Inject
    UserConfig config;

    @Inject
    MeterRegistry metrics;

    @AfterEach
    void startRedis() {
        redis("start");
        breakers.resetAll();
    }

    @Test
    void shouldRefuseAllButAFewGuesses_whenTheyComeFromManyAddresses() throws Exception {
        TestUser owner = TestUser.registered();
        String home = TestUser.anyAddress();
        owner.logInFrom(home).then().statusCode(201);
        TestUser guesser = owner.withPassword("wrong password");
        long verified = verifiedPasswords();

        List<Integer> statuses = guess(guesser);

        int burst = config.attempts().account().burst();
        assertThat(statuses).hasSize(GUESSES).containsOnly(401, 429);
        assertThat(statuses.stream().filter(status -> status == 401).count()).isBetween((long) burst, burst + 2L);
        assertThat(verifiedPasswords() - verified).isBetween((long) burst, burst + 2L);
        // Even the right password does not help a stranger now; its owner is not affected at a known address.
        Response stranger = owner.logInFrom(TestUser.anyAddress());
        tooMany(stranger);
        assertThat(Integer.parseInt(stranger.header("Retry-After"))).isLessThanOrEqualTo(3600 / burst);
        owner.logInFrom(home).then().statusCode(201);
    }

    @Test
    void shouldNotCountLogIns_whenThePasswordIsRight() {
        TestUser user = TestUser.registered();

        IntStream.range(0, config.attempts().account().burst() + 5)
                .forEach(i -> user.logIn().then().statusCode(201));
    }

    @Test
    void shouldLimitAKnownAddress_whenItGuesses() {
        TestUser user = TestUser.registered();
        String home = TestUser.anyAddress();
        user.logInFrom(home).then().statusCode(201);

        IntStream.range(0, config.attempts().knownAddress().burst()).forEach(i -> user.withPassword("wrong password")
                .logInFrom(home)
                .then()
                .statusCode(401));

        tooMany(user.withPassword("wrong password").logInFrom(home));
    }

    @Test
    void shouldHashNoPassword_whenAnAddressSignsUpTooOften() {
        String address = TestUser.anyAddress();
        int burst = config.attempts().signUpAddress().burst();
        IntStream.range(0, burst)
                .forEach(i ->
                        TestUser.unregistered().registerFrom(address).then().statusCode(201));
        long hashed = passwords("hash");

        tooMany(TestUser.unregistered().registerFrom(address));

        assertThat(passwords("hash")).isEqualTo(hashed);
        TestUser.unregistered().registerFrom(TestUser.anyAddress()).then().statusCode(201);
    }

    @Test
    void shouldLimitSignUps_whenOneEmailIsProbed() {
        TestUser user = TestUser.registered();
        IntStream.range(1, config.attempts().signUpAccount().burst())
                .forEach(i -> user.register().then().statusCode(409));

        tooMany(user.register());
    }

    @Test
    void shouldLimitRefreshes_whenASessionIsTriedTooOften() {
        String refresh = TestUser.registered().logIn().path("refreshToken");
        String forged = refresh.substring(0, 37) + "A".repeat(43);
        IntStream.range(0, config.attempts().refreshSession().burst())
                .forEach(i -> TestUser.refresh(forged).then().statusCode(401));

        tooMany(TestUser.refresh(forged));
    }

    @Test
    void shouldIgnoreWhatTheClientForged_whenTheProxyAppendsTheAddress() {
        String address = TestUser.anyAddress();
        IntStream.range(0, config.attempts().signUpAddress().burst()).forEach(i -> TestUser.unregistered()
                .registerFrom(TestUser.anyAddress() + ", " + address)
                .then()
                .statusCode(201));

        tooMany(TestUser.unregistered().registerFrom(TestUser.anyAddress() + ", " + address));
    }

    @Test
    void shouldLimitInMemory_whenRedisIsDown() {
        TestUser user = TestUser.registered();
        redis("stop?server=redis");
        IntStream.range(0, config.attempts().account().burst())
                .forEach(i -> user.withPassword("wrong password").logIn().then().statusCode(401));

        tooMany(user.withPassword("wrong password").logIn());
    }

    private List<Integer> guess(TestUser guesser) throws Exception {
        try (HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> guesses = IntStream.range(0, GUESSES)
                    .mapToObj(i -> threads.submit(() -> http.send(guess(guesser, i), BodyHandlers.discarding())
                            .statusCode()))
                    .toList();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> guess : guesses) {
                statuses.add(guess.get());
            }
            return statuses;
        }
    }

    private HttpRequest guess(TestUser guesser, int i) {
        return HttpRequest.newBuilder(sessions)
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", "192.0.%d.%d".formatted(i / 250, i % 250))
                .POST(BodyPublishers.ofString(
                        "{\"email\": \"%s\", \"password\": \"wrong password %d\"}".formatted(guesser.email(), i)))
                .build();
    }

    private long verifiedPasswords() {
        return passwords("verify");
    }

    private long passwords(String operation) {
        return metrics.timer("stage5.passwords.duration", "operation", operation)
                .count();
    }

    private void redis(String action) {
        given().baseUri(console.toString())
                .port(console.getPort())
                .post("/redis/" + action)
                .then()
                .statusCode(200);
    }

    private static void tooMany(Response response) {
        response.then()
                .statusCode(429)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:stage5:problem:too-many-requests"));
        assertThat(Integer.parseInt(response.header("Retry-After"))).isPositive();
    }
}
