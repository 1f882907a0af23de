package stage5.user.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Attributes;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.events.EventContract;
import stage5.kit.testing.events.MovableClock;
import stage5.user.TestUser;
import stage5.user.UserConfig;
import stage5.user.account.UserData;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class SessionManagementTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String NEW_PASSWORD = "a staple of correct batteries";

    @Inject
    EventStore events;

    @Inject
    Dynamo dynamo;

    @Inject
    MovableClock clock;

    @Inject
    UserConfig config;

    @Inject
    @RedisClientName("sessions")
    RedisDataSource redis;

    private TestUser user;

    @BeforeEach
    void signUp() {
        user = TestUser.registered();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void shouldListTheSessions_whenAUserIsLoggedInTwice() {
        Instant before = Instant.now().minusSeconds(1);
        String first = accessToken(user.logIn());
        Response second = logInWith("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");

        Response list = as(accessToken(second)).get("/api/sessions");

        list.then()
                .statusCode(200)
                .body("items", hasSize(2))
                .body("items.client", hasItem("Firefox on Linux"))
                .body("items.find { it.current }.id", equalTo(sessionId(second)));
        assertThat(Instant.parse(list.path("items[0].createdAt"))).isAfter(before);
        assertThat(list.<String>path("items[0].lastUsedAt")).isEqualTo(list.path("items[0].createdAt"));
        as(first).get("/api/sessions").then().statusCode(200).body("items", hasSize(2));
    }

    @Test
    void shouldNameTheBrowser_whenTheHeaderIsSplitAtItsComma() {
        Response tokens = logInWith(
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML",
                " like Gecko) Chrome/140.0.0.0 Safari/537.36");

        as(accessToken(tokens)).get("/api/sessions").then().body("items.client", hasItem("Chrome on Windows"));
    }

    @Test
    void shouldShowTheLastUse_whenASessionIsRefreshed() {
        Response tokens = user.logIn();
        clock.advance(Duration.ofMinutes(2));
        String access = accessToken(TestUser.refresh(tokens.path("refreshToken")));

        Response list = as(access).get("/api/sessions");

        assertThat(Instant.parse(list.path("items[0].lastUsedAt")))
                .isAfterOrEqualTo(
                        Instant.parse(list.<String>path("items[0].createdAt")).plusSeconds(119));
    }

    @Test
    void shouldEndASession_whenItsOwnerEndsItFromAnother() {
        Response lost = user.logIn();
        String own = accessToken(user.logIn());

        as(own).delete("/api/sessions/" + sessionId(lost)).then().statusCode(204);

        TestUser.refresh(lost.path("refreshToken")).then().statusCode(401);
        as(own).get("/api/sessions").then().body("items", hasSize(1));
        as(own).delete("/api/sessions/" + sessionId(lost)).then().statusCode(404);
    }

    @Test
    void shouldNotEndASession_whenItBelongsToAnotherUser() {
        Response other = TestUser.registered().logIn();

        as(accessToken(user.logIn()))
                .delete("/api/sessions/" + sessionId(other))
                .then()
                .statusCode(404)
                .contentType("application/problem+json");

        TestUser.refresh(other.path("refreshToken")).then().statusCode(201);
    }

    @Test
    void shouldEndAllOthers_whenAsked() {
        List<Response> others = List.of(user.logIn(), user.logIn());
        Response own = user.logIn();

        as(accessToken(own)).delete("/api/sessions").then().statusCode(204);

        others.forEach(
                each -> TestUser.refresh(each.path("refreshToken")).then().statusCode(401));
        TestUser.refresh(own.path("refreshToken")).then().statusCode(201);
    }

    @Test
    void shouldAnswer401_whenTheCallersSessionHasEnded() {
        String access = accessToken(user.logIn());
        as(access).delete("/api/sessions/current").then().statusCode(204);

        as(access).get("/api/sessions").then().statusCode(401);
        as(access).delete("/api/sessions").then().statusCode(401);
        changePassword(access, user.password(), NEW_PASSWORD).then().statusCode(401);
    }

    @Test
    void shouldEndTheOldestSession_whenAnAccountHasTooMany() {
        Response oldest = user.logIn();
        clock.advance(Duration.ofMillis(10));
        IntStream.range(0, config.session().most())
                .forEach(i -> user.logIn().then().statusCode(201));

        TestUser.refresh(oldest.path("refreshToken")).then().statusCode(401);
        as(accessToken(user.logIn()))
                .get("/api/sessions")
                .then()
                .body("items", hasSize(config.session().most()));
    }

    @Test
    void shouldEndTheSession_whenItsAbsoluteLifetimeIsOver() {
        Response tokens = user.logIn();
        clock.advance(config.session().absoluteLifetime().minusHours(1));
        Response refreshed = TestUser.refresh(tokens.path("refreshToken"));
        refreshed.then().statusCode(201);
        assertThat(redis.key().pttl("session/" + sessionId(tokens)))
                .isLessThanOrEqualTo(Duration.ofHours(1).toMillis());

        clock.advance(Duration.ofHours(1));

        TestUser.refresh(refreshed.path("refreshToken")).then().statusCode(401);
    }

    @Test
    void shouldHaveTheRolesOfTheAccount_whenASessionIsRefreshed() {
        Response tokens = user.logIn();
        assertThat(claims(accessToken(tokens))).doesNotContain("admin");

        setRoles(userId(tokens), "admin", "customer");
        Response promoted = TestUser.refresh(tokens.path("refreshToken"));
        assertThat(claims(accessToken(promoted))).contains("admin");
        setRoles(userId(tokens), "customer");
        Response demoted = TestUser.refresh(promoted.path("refreshToken"));

        assertThat(claims(accessToken(demoted))).doesNotContain("admin");
    }

    @Test
    void shouldAnswer403_whenTheAccountNoLongerHasTheRole() {
        Response tokens = user.logIn();
        setRoles(userId(tokens), "admin", "customer");
        String access = accessToken(TestUser.refresh(tokens.path("refreshToken")));
        as(access).get("/api/sessions/current?role=admin").then().statusCode(200);

        setRoles(userId(tokens), "customer");

        as(access)
                .get("/api/sessions/current?role=admin")
                .then()
                .statusCode(403)
                .contentType("application/problem+json");
        as(access).get("/api/sessions/current").then().statusCode(200);
    }

    @Test
    void shouldChangeThePasswordAndEndTheOthers_whenTheOldOneIsRight() {
        Response other = user.logIn();
        Response own = user.logIn();

        changePassword(accessToken(own), user.password(), NEW_PASSWORD).then().statusCode(204);

        user.logIn().then().statusCode(401);
        user.withPassword(NEW_PASSWORD).logIn().then().statusCode(201);
        TestUser.refresh(other.path("refreshToken")).then().statusCode(401);
        TestUser.refresh(own.path("refreshToken")).then().statusCode(201);
        List<Event> published = events.read("user/" + userId(own)).await().atMost(TIMEOUT);
        assertThat(published).hasSize(2).last().satisfies(event -> {
            assertThat(event.type()).isEqualTo(UserData.PASSWORD_CHANGED);
            assertThat(event.sequence()).isEqualTo(2);
            assertThat(EventContract.ofThisService().violations(event)).isEmpty();
        });
    }

    @Test
    void shouldReplaceTheHash_whenItsParametersAreOutdated() {
        String userId = userId(user.logIn());
        String weak = Password.hash(user.password())
                .addRandomSalt(16)
                .with(Argon2Function.getInstance(1024, 1, 1, 32, Argon2.ID))
                .getResult();
        dynamo.call(c -> c.updateItem(update -> update.tableName(events.table())
                        .key(Attributes.key("user/" + userId, "CREDENTIALS"))
                        .updateExpression("SET #hash = :weak")
                        .expressionAttributeNames(Map.of("#hash", "hash"))
                        .expressionAttributeValues(Map.of(":weak", Attributes.s(weak)))))
                .await()
                .atMost(TIMEOUT);

        user.logIn().then().statusCode(201);

        assertThat(dynamo.get(events.table(), Attributes.key("user/" + userId, "CREDENTIALS"))
                        .await()
                        .atMost(TIMEOUT))
                .hasValueSatisfying(item -> assertThat(Attributes.string(item, "hash"))
                        .startsWith("$argon2id$v=19$m=%d,t=2,p=1$"
                                .formatted(config.password().memory())));
        user.logIn().then().statusCode(201);
    }

    @Test
    void shouldKeepThePassword_whenTheOldOneIsWrong() {
        Response other = user.logIn();
        String own = accessToken(user.logIn());

        changePassword(own, "not the password", NEW_PASSWORD)
                .then()
                .statusCode(422)
                .body("type", equalTo("urn:stage5:problem:wrong-password"))
                .body("errors[0].field", equalTo("oldPassword"));
        changePassword(own, user.password(), "too short").then().statusCode(400);

        user.logIn().then().statusCode(201);
        TestUser.refresh(other.path("refreshToken")).then().statusCode(201);
    }

    @Test
    void shouldAnswer429_whenTheOldPasswordIsGuessedInASession() {
        String own = accessToken(user.logIn());
        IntStream.range(0, config.attempts().passwordChange().burst())
                .forEach(i -> changePassword(own, "not the password", NEW_PASSWORD)
                        .then()
                        .statusCode(422));

        changePassword(own, user.password(), NEW_PASSWORD).then().statusCode(429);
    }

    private Response logInWith(String userAgent, Object... furtherLines) {
        return given().contentType(ContentType.JSON)
                .header("User-Agent", userAgent, furtherLines)
                .header("X-Forwarded-For", TestUser.anyAddress())
                .body(Map.of("email", user.email(), "password", user.password()))
                .post("/api/sessions");
    }

    private static Response changePassword(String accessToken, String before, String after) {
        return as(accessToken)
                .contentType(ContentType.JSON)
                .body(Map.of("oldPassword", before, "newPassword", after))
                .put("/api/users/me/password");
    }

    private void setRoles(String userId, String... roles) {
        dynamo.call(c -> c.updateItem(update -> update.tableName(events.table())
                        .key(Attributes.key("user/" + userId, "PROFILE"))
                        .updateExpression("SET #roles = :roles")
                        .expressionAttributeNames(Map.of("#roles", "roles"))
                        .expressionAttributeValues(Map.of(":roles", AttributeValue.fromSs(List.of(roles))))))
                .await()
                .atMost(TIMEOUT);
    }

    private static RequestSpecification as(String accessToken) {
        return given().auth().oauth2(accessToken);
    }

    private static String accessToken(Response tokens) {
        return tokens.then().statusCode(201).extract().path("accessToken");
    }

    private static String sessionId(Response tokens) {
        return tokens.<String>path("refreshToken").substring(0, 36);
    }

    private static String userId(Response tokens) {
        return as(accessToken(tokens)).get("/api/users/me").path("id");
    }

    private static String claims(String accessToken) {
        return new String(Base64.getUrlDecoder().decode(accessToken.split("\\.")[1]));
    }
}
