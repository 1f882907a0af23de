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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.store.EventStore;
import stage5.kit.testing.EventContract;
import stage5.kit.testing.LocalCloudResource;
import stage5.user.Person;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class UserApiTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    EventStore events;

    @Test
    void shouldAnswerWithTheAccount_whenSomebodySignsUp() {
        Person person = Person.unknown();

        person.register()
                .then()
                .statusCode(201)
                .header("Location", equalTo("/api/users/me"))
                .body("email", equalTo(person.email()))
                .body("name", equalTo(person.name()))
                .body("keySet()", hasItems("id", "email", "name"));
    }

    @Test
    void shouldPublishTheRegistration_asTheContractHasIt() {
        Person person = Person.unknown();
        String id = person.register().path("id");

        assertThat(eventsOf(id)).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(UserData.REGISTERED);
            assertThat(event.sequence()).isEqualTo(1);
            assertThat(event.correlationid()).isEqualTo(event.id());
            assertThat(EventCodec.data(event, UserData.class))
                    .isEqualTo(new UserData(id, person.email(), person.name()));
            assertThat(EventContract.ofThisService().violations(event)).isEmpty();
        });
    }

    @Test
    void shouldRefuseTheSignUp_whenTheEmailDiffersInCaseAndSpaceOnly() {
        Person person = Person.registered();

        person.withEmail("  " + person.email().toUpperCase(java.util.Locale.ROOT) + " ")
                .register()
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:stage5:problem:email-taken"));
    }

    @Test
    void shouldLetExactlyOneSignUp_whenManyTryWithOneEmailAtOnce() throws Exception {
        Person person = Person.unknown();
        List<Integer> answers;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> attempts = IntStream.range(0, 8)
                    .mapToObj(attempt -> threads.submit(() -> person.register().statusCode()))
                    .toList();
            answers = attempts.stream().map(UserApiTests::answer).toList();
        }

        assertThat(answers).containsOnly(201, 409).containsOnlyOnce(201);
        person.logIn().then().statusCode(201);
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
    void shouldBlameTheField_whenTheSignUpIsNotValid(String field, String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/users")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.field", hasItems(field));
    }

    @Test
    void shouldTakeAPasswordOf128Characters_andNoLongerOne() {
        Person person = Person.unknown().withPassword("\ud83d\udd11".repeat(128));

        person.withPassword(person.password() + "!").register().then().statusCode(400);
        person.register().then().statusCode(201);
        person.logIn().then().statusCode(201);
    }

    @Test
    void shouldShowTheProfile_onlyToItsOwner() {
        Person person = Person.registered();
        String token = person.logIn().path("accessToken");

        given().auth()
                .oauth2(token)
                .get("/api/users/me")
                .then()
                .statusCode(200)
                .body("email", equalTo(person.email()))
                .body("name", equalTo(person.name()));
        given().get("/api/users/me")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", equalTo("Bearer"))
                .contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no token", "e30.e30.", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9."})
    void shouldRefuseWhatIsNoTokenOfOurs(String token) {
        given().auth()
                .oauth2(token)
                .get("/api/users/me")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
    }

    @Test
    void shouldPublishTheNewName_andNothingWhenItIsTheSame() {
        Response signUp = Person.unknown().register();
        String id = signUp.path("id");
        String token = new Person(signUp.path("email"), "", "correct horse battery")
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
    void shouldNumberTheChangesWithoutGaps_whenSeveralHappenAtOnce() throws Exception {
        Response signUp = Person.unknown().register();
        String token = new Person(signUp.path("email"), "", "correct horse battery")
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

    private static Response rename(String token, String name) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(Map.of("name", name))
                .patch("/api/users/me");
    }

    private List<Event> eventsOf(String userId) {
        return events.read("user/" + userId).await().atMost(PATIENCE);
    }

    private static Integer answer(Future<Integer> attempt) {
        try {
            return attempt.get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
