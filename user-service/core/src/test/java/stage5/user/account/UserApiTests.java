package stage5.user.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.events.EventContract;
import stage5.kit.testing.events.MovableClock;
import stage5.user.TestUser;
import stage5.user.UserConfig;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class UserApiTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Inject
    EventStore events;

    @Inject
    MovableClock clock;

    @Inject
    UserConfig config;

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void shouldReturnTheAccount_whenAUserSignsUp() {
        TestUser user = TestUser.unregistered();

        user.register()
                .then()
                .statusCode(201)
                .header("Location", equalTo("/api/users/me"))
                .body("email", equalTo(user.email()))
                .body("name", equalTo(user.name()))
                .body("keySet()", hasItems("id", "email", "name"));
    }

    @Test
    void shouldPublishAnEventOfTheContract_whenAUserSignsUp() {
        TestUser user = TestUser.unregistered();
        String id = user.register().path("id");

        assertThat(eventsOf(id)).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(UserData.REGISTERED);
            assertThat(event.sequence()).isEqualTo(1);
            assertThat(event.correlationid()).isEqualTo(event.id());
            assertThat(EventCodec.data(event, UserData.class)).isEqualTo(new UserData(id, user.email(), user.name()));
            assertThat(EventContract.ofThisService().violations(event)).isEmpty();
        });
    }

    @Test
    void shouldRejectTheSignUp_whenTheEmailDiffersInCaseAndSpaceOnly() {
        TestUser user = TestUser.registered();

        user.withEmail("  " + user.email().toUpperCase(java.util.Locale.ROOT) + " ")
                .register()
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:stage5:problem:email-taken"));
    }

    @Test
    void shouldAcceptOneSignUp_whenManyUseOneEmailConcurrently() throws Exception {
        TestUser user = TestUser.unregistered();
        List<Integer> statuses;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> attempts = IntStream.range(0, 8)
                    .mapToObj(attempt -> threads.submit(() -> user.register().statusCode()))
                    .toList();
            statuses = attempts.stream().map(UserApiTests::status).toList();
        }

        assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
        user.logIn().then().statusCode(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            email    | {"email":"not an address","name":"Ada","password":"long enough"}
            email    | {"email":"a@localhost","name":"Ada","password":"long enough"}
            email    | {"email":"a@b.example\\nBcc: c@d.example","name":"Ada","password":"long enough"}
            email    | {"name":"Ada","password":"long enough"}
            email    | {"email":5,"name":"Ada","password":"long enough"}
            name     | {"email":"a@b.example","name":"  ","password":"long enough"}
            name     | {"email":"a@b.example","name":"Ada\\u0000","password":"long enough"}
            name     | {"email":"a@b.example","name":"Ada\\ud800","password":"long enough"}
            name     | {"email":"a@b.example","name":["Ada"],"password":"long enough"}
            password | {"email":"a@b.example","name":"Ada","password":"too short"}
            password | {"email":"a@b.example","name":"Ada","password":null}
            password | {"email":"a@b.example","name":"Ada","password":"unpaired \\udc00 half"}
            roles    | {"email":"a@b.example","name":"Ada","password":"long enough","roles":["admin"]}
            body     | {"email":"a@b.example"
            body     | null
            body     | []
            """)
    void shouldNameTheField_whenTheSignUpIsInvalid(String field, String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/users")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.field", hasItems(field));
    }

    @Test
    void shouldRejectThePassword_whenItIsLongerThan128Characters() {
        TestUser user = TestUser.unregistered().withPassword("\ud83d\udd11".repeat(128));

        user.withPassword(user.password() + "!").register().then().statusCode(400);
        user.register().then().statusCode(201);
        user.logIn().then().statusCode(201);
    }

    @Test
    void shouldReturnTheProfile_whenItsOwnerIsAuthenticated() {
        TestUser user = TestUser.registered();
        String token = user.logIn().path("accessToken");

        given().auth()
                .oauth2(token)
                .get("/api/users/me")
                .then()
                .statusCode(200)
                .body("email", equalTo(user.email()))
                .body("name", equalTo(user.name()));
        given().get("/api/users/me")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", equalTo("Bearer"))
                .contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no token", "e30.e30.", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9."})
    void shouldReject_whenTheTokenIsInvalid(String token) {
        given().auth()
                .oauth2(token)
                .get("/api/users/me")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
    }

    @Test
    void shouldPublishOneEvent_whenRenamedTwiceToTheSameName() {
        Response signUp = TestUser.unregistered().register();
        String id = signUp.path("id");
        String token = new TestUser(signUp.path("email"), "", "correct horse battery")
                .logIn()
                .path("accessToken");

        rename(token, "Ada King").then().statusCode(200).body("name", equalTo("Ada King"));
        rename(token, " Ada King ").then().statusCode(200).body("name", equalTo("Ada King"));

        assertThat(eventsOf(id)).hasSize(2).last().satisfies(event -> {
            assertThat(event.type()).isEqualTo(UserData.CHANGED);
            assertThat(event.sequence()).isEqualTo(2);
            assertThat(EventCodec.data(event, UserData.class).name()).isEqualTo("Ada King");
            assertThat(EventContract.ofThisService().violations(event)).isEmpty();
        });
    }

    @Test
    void shouldNumberEventsWithoutGaps_whenChangesAreConcurrent() throws Exception {
        Response signUp = TestUser.unregistered().register();
        String token = new TestUser(signUp.path("email"), "", "correct horse battery")
                .logIn()
                .path("accessToken");
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> attempts = IntStream.range(0, 4)
                    .mapToObj(attempt ->
                            threads.submit(() -> rename(token, "Ada " + attempt).statusCode()))
                    .toList();
            assertThat(attempts).allSatisfy(attempt -> assertThat(attempt.get()).isEqualTo(200));
        }

        assertThat(eventsOf(signUp.path("id"))).extracting(Event::sequence).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void shouldTellTheOwnerOnceADay_whenOthersSignUpWithTheEmail() {
        TestUser user = TestUser.unregistered();
        String id = user.register().path("id");
        TestUser stranger = new TestUser(user.email(), "Visit evil.example", "another password");

        stranger.register().then().statusCode(409);
        stranger.register().then().statusCode(409);

        assertThat(eventsOf(id)).hasSize(2).last().satisfies(event -> {
            assertThat(event.type()).isEqualTo(UserData.SIGN_UP_REFUSED);
            assertThat(event.sequence()).isEqualTo(2);
            assertThat(EventCodec.data(event, UserData.class)).isEqualTo(new UserData(id, user.email(), user.name()));
            assertThat(EventContract.ofThisService().violations(event)).isEmpty();
        });
        clock.advance(config.attempts().ownerToldAgainAfter());
        stranger.register().then().statusCode(409);
        assertThat(eventsOf(id)).hasSize(3);
    }

    private static Response rename(String token, String name) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(Map.of("name", name))
                .patch("/api/users/me");
    }

    private List<Event> eventsOf(String userId) {
        return events.read("user/" + userId).await().atMost(TIMEOUT);
    }

    private static Integer status(Future<Integer> attempt) {
        try {
            return attempt.get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
