package stage5.user.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.LocalCloudResource;
import stage5.user.Person;
import stage5.user.UserConfig;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class SessionApiTests {

    @Inject
    RedisDataSource redis;

    @Inject
    UserConfig config;

    @Test
    void shouldAnswerWithTokens_whenEmailAndPasswordAreRight() {
        Person.registered()
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
    void shouldLogIn_whateverTheCaseOfTheEmail() {
        Person person = Person.registered();

        person.withEmail(person.email().toUpperCase(java.util.Locale.ROOT))
                .logIn()
                .then()
                .statusCode(201);
    }

    @Test
    void shouldIssueATokenThatOthersCanVerify_byThePublishedKeysAlone() throws Exception {
        Response signUp = Person.unknown().register();
        String token = new Person(signUp.path("email"), "", "correct horse battery")
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
    void shouldGiveTheAdministratorHerRole() {
        Person admin = new Person(
                config.admin().email().orElseThrow(),
                "",
                config.admin().password().orElseThrow());

        String token = admin.logIn().then().statusCode(201).extract().path("accessToken");

        String payload = new String(java.util.Base64.getUrlDecoder().decode(token.split("\\.")[1]));
        assertThat(payload).contains("\"admin\"").contains("\"customer\"");
    }

    @Test
    void shouldAnswerAlike_whetherTheEmailIsUnknownOrThePasswordWrong() {
        Person person = Person.registered();

        Response wrongPassword = person.withPassword("another password").logIn();
        Response unknownEmail = Person.unknown().logIn();

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
    void shouldTakeAsLong_whetherTheEmailIsUnknownOrThePasswordWrong() {
        Person person = Person.registered().withPassword("another password");
        Person unknown = Person.unknown();
        fastest(person);

        assertThat((double) fastest(unknown) / fastest(person)).isBetween(0.6, 1.6);
    }

    @Test
    void shouldSwapARefreshTokenForTheNextTokens() {
        String first = Person.registered().logIn().path("refreshToken");

        Response refreshed = Person.refresh(first);

        refreshed
                .then()
                .statusCode(201)
                .header("Cache-Control", equalTo("no-store"))
                .body("refreshToken", not(equalTo(first)));
        current(refreshed.path("accessToken")).then().statusCode(200);
        Person.refresh(refreshed.path("refreshToken")).then().statusCode(201);
    }

    @Test
    void shouldEndTheSession_whenASpentRefreshTokenIsUsedAgain() {
        String spent = Person.registered().logIn().path("refreshToken");
        Response refreshed = Person.refresh(spent);

        Person.refresh(spent)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:stage5:problem:unauthorized"));

        Person.refresh(refreshed.path("refreshToken")).then().statusCode(401);
        current(refreshed.path("accessToken")).then().statusCode(401);
    }

    @Test
    void shouldSpendARefreshTokenOnce_whenItIsUsedTwiceAtOnce() throws Exception {
        String token = Person.registered().logIn().path("refreshToken");

        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> attempts = IntStream.range(0, 4)
                    .mapToObj(attempt ->
                            threads.submit(() -> Person.refresh(token).statusCode()))
                    .toList();
            List<Integer> answers = attempts.stream()
                    .map(attempt -> {
                        try {
                            return attempt.get();
                        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .toList();
            assertThat(answers).containsOnly(201, 401).containsOnlyOnce(201);
        }
    }

    @Test
    void shouldRefuseARefreshToken_whenItIsNone() {
        Person.refresh("neither session nor secret").then().statusCode(401);
        Person.post("/api/sessions/refresh", Map.of("refreshToken", "")).then().statusCode(400);
    }

    @Test
    void shouldTellWhoseTheSessionIs_whileItGoesOn() {
        Response signUp = Person.unknown().register();
        Response tokens = new Person(signUp.path("email"), "", "correct horse battery").logIn();

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
        Response tokens = Person.registered().logIn();
        String access = tokens.path("accessToken");

        given().auth().oauth2(access).delete("/api/sessions/current").then().statusCode(204);

        current(access).then().statusCode(401).contentType("application/problem+json");
        Person.refresh(tokens.path("refreshToken")).then().statusCode(401);
        given().auth().oauth2(access).delete("/api/sessions/current").then().statusCode(204);
    }

    @Test
    void shouldRememberNoSecret() {
        String token = Person.registered().logIn().path("refreshToken");
        String sessionId = token.substring(0, 36);

        Map<String, String> stored = redis.hash(String.class).hgetall("session/" + sessionId);

        assertThat(stored).containsOnlyKeys("userId", "roles", "refresh", "createdAt");
        assertThat(stored.values()).noneMatch(value -> value.contains(token.substring(37)));
        assertThat(redis.key().pttl("session/" + sessionId)).isPositive();
    }

    private static Response current(String accessToken) {
        return given().auth().oauth2(accessToken).get("/api/sessions/current");
    }

    private static Map<String, Object> withoutTrace(Response response) {
        Map<String, Object> body = response.jsonPath().getMap("");
        body.remove("traceId");
        return body;
    }

    /** Returns the nanoseconds of the fastest of several refused log-ins: the one that was disturbed least. */
    private static long fastest(Person person) {
        return IntStream.range(0, 12)
                .mapToLong(attempt -> {
                    long start = System.nanoTime();
                    person.logIn().then().statusCode(401);
                    return System.nanoTime() - start;
                })
                .min()
                .orElseThrow();
    }
}
