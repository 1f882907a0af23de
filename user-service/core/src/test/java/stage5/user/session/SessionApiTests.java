package stage5.user.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.Expiry;
import stage5.kit.testing.LocalCloudResource;
import stage5.user.TestUser;
import stage5.user.UserConfig;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class SessionApiTests {

    private static final int TIMED_USERS = 4;
    private static final int ATTEMPTS = 12;

    @TestHTTPResource("/")
    URI root;

    @Inject
    @RedisClientName("sessions")
    RedisDataSource redis;

    @Inject
    UserConfig config;

    @Test
    void shouldReturnTokens_whenEmailAndPasswordAreRight() {
        TestUser.registered()
                .logIn()
                .then()
                .statusCode(201)
                .header("Cache-Control", equalTo("no-store"))
                .header("Location", equalTo("/api/sessions/current"))
                .body("accessToken", not(blankOrNullString()))
                .body("refreshToken", not(blankOrNullString()))
                .body("expiresIn", equalTo(600));
    }

    @Test
    void shouldAnswerOverHttp11_whenAClientOffersHttp2() throws Exception {
        TestUser user = TestUser.registered();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpRequest logIn = HttpRequest.newBuilder(root.resolve("/api/sessions"))
                    .timeout(Duration.ofSeconds(20))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(
                            "{\"email\":\"%s\",\"password\":\"another password\"}".formatted(user.email())))
                    .build();

            HttpResponse<String> response = client.send(logIn, BodyHandlers.ofString());

            assertThat(response.statusCode()).as(response.body()).isEqualTo(401);
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    @Test
    void shouldLogIn_whenTheEmailDiffersInCase() {
        TestUser user = TestUser.registered();

        user.withEmail(user.email().toUpperCase(java.util.Locale.ROOT))
                .logIn()
                .then()
                .statusCode(201);
    }

    @Test
    void shouldIssueAVerifiableToken_whenOnlyThePublishedKeysAreKnown() throws Exception {
        Response signUp = TestUser.unregistered().register();
        String token = new TestUser(signUp.path("email"), "", "correct horse battery")
                .logIn()
                .path("accessToken");

        Response published = given().get("/.well-known/jwks.json");
        published
                .then()
                .statusCode(200)
                .header("Cache-Control", containsString("max-age=300"))
                .body("keys[0].kid", not(blankOrNullString()))
                .body("keys[0].d", nullValue());
        JwtClaims claims = new JwtConsumerBuilder()
                .setVerificationKeyResolver(
                        new JwksVerificationKeyResolver(new JsonWebKeySet(published.asString()).getJsonWebKeys()))
                .setExpectedIssuer("https://stage5.example")
                .setExpectedAudience("stage5")
                .build()
                .processToClaims(token);

        assertThat(claims.getSubject()).isEqualTo(signUp.path("id"));
        assertThat(claims.getStringListClaimValue("groups")).containsExactly("customer");
        assertThat(claims.getStringClaimValue("sid")).isNotBlank();
        assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
                .isEqualTo(600);
    }

    @Test
    void shouldHaveTheAdminRole_whenTheAdministratorLogsIn() {
        TestUser admin = new TestUser(
                config.admin().email().orElseThrow(),
                "",
                config.admin().password().orElseThrow());

        String token = admin.logIn().then().statusCode(201).extract().path("accessToken");

        String payload = new String(java.util.Base64.getUrlDecoder().decode(token.split("\\.")[1]));
        assertThat(payload).contains("\"admin\"").contains("\"customer\"");
    }

    @Test
    void shouldAnswerTheSame_whenTheEmailIsUnknownOrThePasswordWrong() {
        TestUser user = TestUser.registered();

        Response wrongPassword = user.withPassword("another password").logIn();
        Response unknownEmail = TestUser.unregistered().logIn();

        assertThat(wrongPassword.statusCode()).isEqualTo(401).isEqualTo(unknownEmail.statusCode());
        assertThat(withoutTrace(wrongPassword)).isEqualTo(withoutTrace(unknownEmail));
        assertThat(wrongPassword.headers().asList().stream()
                        .map(io.restassured.http.Header::getName)
                        .toList())
                .isEqualTo(unknownEmail.headers().asList().stream()
                        .map(io.restassured.http.Header::getName)
                        .toList());
    }

    @Test
    void shouldTakeAsLong_whenTheEmailIsUnknownOrThePasswordWrong() {
        List<TestUser> users = Stream.generate(() -> TestUser.registered().withPassword("another password"))
                .limit(TIMED_USERS)
                .toList();
        List<TestUser> unknown =
                Stream.generate(TestUser::unregistered).limit(TIMED_USERS).toList();
        users.forEach(SessionApiTests::nanosToRefuse);

        long known = Long.MAX_VALUE;
        long none = Long.MAX_VALUE;
        // In turn, so that other load of the machine disturbs both. The users share the attempts: none reaches its
        // limit.
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            known = Math.min(known, nanosToRefuse(users.get(attempt % TIMED_USERS)));
            none = Math.min(none, nanosToRefuse(unknown.get(attempt % TIMED_USERS)));
        }
        assertThat((double) none / known).isBetween(0.6, 1.6);
    }

    @Test
    void shouldReturnTheNextTokens_whenARefreshTokenIsUsed() {
        String first = TestUser.registered().logIn().path("refreshToken");

        Response refreshed = TestUser.refresh(first);

        refreshed
                .then()
                .statusCode(201)
                .header("Cache-Control", equalTo("no-store"))
                .body("refreshToken", not(equalTo(first)));
        current(refreshed.path("accessToken")).then().statusCode(200);
        TestUser.refresh(refreshed.path("refreshToken")).then().statusCode(201);
    }

    @Test
    void shouldEndTheSession_whenARefreshTokenIsUsedTwice() {
        String used = TestUser.registered().logIn().path("refreshToken");
        Response refreshed = TestUser.refresh(used);

        TestUser.refresh(used)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:stage5:problem:unauthorized"));

        TestUser.refresh(refreshed.path("refreshToken")).then().statusCode(401);
        current(refreshed.path("accessToken")).then().statusCode(401);
    }

    @Test
    void shouldAcceptARefreshTokenOnce_whenItIsUsedConcurrently() throws Exception {
        String token = TestUser.registered().logIn().path("refreshToken");

        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> attempts = IntStream.range(0, 4)
                    .mapToObj(attempt ->
                            threads.submit(() -> TestUser.refresh(token).statusCode()))
                    .toList();
            List<Integer> statuses = attempts.stream()
                    .map(attempt -> {
                        try {
                            return attempt.get();
                        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .toList();
            assertThat(statuses).containsOnly(201, 401).containsOnlyOnce(201);
        }
    }

    @Test
    void shouldRejectARefreshToken_whenItsFormatIsInvalid() {
        TestUser.refresh("neither session nor secret").then().statusCode(401);
        TestUser.post("/api/sessions/refresh", Map.of("refreshToken", ""))
                .then()
                .statusCode(400);
    }

    @Test
    void shouldReturnTheSession_whenItHasNotEnded() {
        Response signUp = TestUser.unregistered().register();
        Response tokens = new TestUser(signUp.path("email"), "", "correct horse battery").logIn();

        Response session = current(tokens.path("accessToken"));

        session.then().statusCode(200).body("userId", equalTo(signUp.path("id")));
        assertThat(tokens.<String>path("refreshToken")).startsWith(session.<String>path("id"));
        assertThat(Instant.parse(session.path("expiresAt")))
                .isBetween(
                        Instant.now().plus(Duration.ofDays(30)).minusSeconds(60),
                        Instant.now().plus(Duration.ofDays(30)));
    }

    @Test
    void shouldEndTheSession_whenItsOwnerLogsOut() {
        Response tokens = TestUser.registered().logIn();
        String access = tokens.path("accessToken");

        given().auth().oauth2(access).delete("/api/sessions/current").then().statusCode(204);

        current(access).then().statusCode(401).contentType("application/problem+json");
        TestUser.refresh(tokens.path("refreshToken")).then().statusCode(401);
        given().auth().oauth2(access).delete("/api/sessions/current").then().statusCode(204);
    }

    @Test
    void shouldStoreNoSecret_whenASessionStarts() {
        String token = TestUser.registered().logIn().path("refreshToken");
        String sessionId = token.substring(0, 36);

        Map<String, String> stored = redis.hash(String.class).hgetall("session/" + sessionId);

        assertThat(stored).containsOnlyKeys("userId", "refresh", "client", "createdAt", "lastUsedAt", "endsAt");
        assertThat(stored.values()).noneMatch(value -> value.contains(token.substring(37)));
        Expiry.assertPttl(
                redis.key().pttl("session/" + sessionId), config.session().lifetime());
    }

    @Test
    void shouldProlongTheSession_whenItIsRefreshed() {
        String token = TestUser.registered().logIn().path("refreshToken");
        String key = "session/" + token.substring(0, 36);
        redis.key().pexpire(key, Duration.ofMinutes(1));

        TestUser.refresh(token).then().statusCode(201);

        Expiry.assertPttl(redis.key().pttl(key), config.session().lifetime());
    }

    private static Response current(String accessToken) {
        return given().auth().oauth2(accessToken).get("/api/sessions/current");
    }

    private static Map<String, Object> withoutTrace(Response response) {
        Map<String, Object> body = response.jsonPath().getMap("");
        body.remove("traceId");
        return body;
    }

    private static long nanosToRefuse(TestUser user) {
        long start = System.nanoTime();
        user.logIn().then().statusCode(401);
        return System.nanoTime() - start;
    }
}
