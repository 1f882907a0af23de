package stage5.user.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.ExternalIssuer;
import stage5.kit.testing.ExternalIssuerResource;
import stage5.kit.testing.ExternalToken;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.events.EventContract;
import stage5.user.TestUser;

/** The test application has an external issuer beside the shop's own accounts. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = ExternalIssuerResource.class, restrictToAnnotatedClass = false)
class ExternalAccountsTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Inject
    EventStore events;

    private final ExternalIssuer issuer = ExternalIssuerResource.issuer();
    private final String customer = UUID.randomUUID().toString();
    private final String email = "ada." + customer + "@stage5.example";

    @AfterEach
    void bringTheIssuerBack() {
        issuer.setDown(false);
    }

    @Test
    void shouldPublishTheContact_whenACustomerSendsTheFirstIdToken() {
        customer().get("/api/users/me").then().statusCode(404);

        adopt(issuer.idToken(customer, email))
                .then()
                .statusCode(200)
                .body("id", equalTo(customer))
                .body("email", equalTo(email))
                .body("name", equalTo("Ada Lovelace"));

        customer().get("/api/users/me").then().statusCode(200).body("email", equalTo(email));
        assertThat(published()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(UserData.REGISTERED);
            assertThat(EventCodec.data(event, UserData.class)).isEqualTo(new UserData(customer, email, "Ada Lovelace"));
            assertThat(EventContract.ofThisService().violations(event)).isEmpty();
        });
    }

    @Test
    void shouldPublishAChange_whenTheAddressHasChanged() {
        adopt(issuer.idToken(customer, email)).then().statusCode(200);
        customer()
                .contentType(ContentType.JSON)
                .body(Map.of("name", "Ada King"))
                .patch("/api/users/me")
                .then()
                .statusCode(200);

        adopt(issuer.idToken(customer, "new." + email)).then().statusCode(200).body("name", equalTo("Ada King"));
        adopt(issuer.idToken(customer, "new." + email)).then().statusCode(200);

        assertThat(published()).hasSize(3).last().satisfies(event -> {
            assertThat(event.type()).isEqualTo(UserData.CHANGED);
            assertThat(EventCodec.data(event, UserData.class))
                    .isEqualTo(new UserData(customer, "new." + email, "Ada King"));
        });
    }

    @Test
    void shouldAcceptTheAddress_whenAnAccountOfTheShopHasItToo() {
        TestUser local = TestUser.registered();

        adopt(issuer.idToken(customer, local.email())).then().statusCode(200);

        local.logIn().then().statusCode(201);
    }

    @Test
    void shouldUseTheAddress_whenTheTokenHasNoName() {
        adopt(issuer.idToken(customer, email).with("name", null))
                .then()
                .statusCode(200)
                .body("name", equalTo("ada." + customer));
    }

    static Stream<Arguments> idTokens() {
        return Stream.of(
                row(
                        "invalid-id-token",
                        token -> token.with("sub", UUID.randomUUID().toString())),
                row("invalid-id-token", token -> token.with("aud", "another client")),
                row("invalid-id-token", token -> token.with("token_use", "access")),
                row("invalid-id-token", token -> token.expiresIn(Duration.ofHours(-1))),
                row("invalid-id-token", token -> token.signedWith(ExternalIssuer.newKey())),
                row("invalid-id-token", ExternalToken::unsigned),
                row("email-not-verified", token -> token.with("email_verified", false)),
                row("email-not-verified", token -> token.with("email_verified", null)),
                row("email-not-verified", token -> token.with("email", null)),
                row("email-not-verified", token -> token.with("email", "a@b.example\nBcc: c@d.example")));
    }

    @ParameterizedTest
    @MethodSource("idTokens")
    void shouldReject_whenTheIdTokenIsNotGood(String kind, UnaryOperator<ExternalToken> change) {
        adopt(change.apply(issuer.idToken(customer, email)))
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:stage5:problem:" + kind))
                .body("errors[0].field", equalTo("idToken"));

        assertThat(published()).isEmpty();
    }

    @Test
    void shouldReject_whenTheCallerIsOneOfTheShop() {
        given().auth()
                .oauth2(TestUser.registered().logIn().path("accessToken"))
                .contentType(ContentType.JSON)
                .body(Map.of("idToken", issuer.idToken(customer, email).sign()))
                .put("/api/users/me")
                .then()
                .statusCode(422);
    }

    @Test
    void shouldAnswer503_whenTheIssuerIsDownAndItsKeyUnknown() {
        customer().get("/api/users/me").then().statusCode(404);
        issuer.setDown(true);

        adopt(issuer.idToken(customer, email).keyId("unknown")).then().statusCode(503);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/sessions",
        "GET, /api/sessions/current",
        "DELETE, /api/sessions",
        "DELETE, /api/sessions/current"
    })
    void shouldAnswer403_whenACallerWithoutSessionAsksForIt(String method, String path) {
        customer()
                .request(method, path)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:stage5:problem:no-session"));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/users",
        "POST, /api/sessions",
        "POST, /api/sessions/refresh",
        "PUT, /api/users/me/password",
        "GET, /api/sessions",
        "DELETE, /api/sessions",
        "GET, /api/sessions/current",
        "DELETE, /api/sessions/current",
        "DELETE, /api/sessions/1"
    })
    void shouldAnswer403_whenAnExternalIssuerHasTheAccounts(String method, String path) {
        QuarkusMock.installMockForType(new LocalAccounts(false, "https://issuer.example"), LocalAccounts.class);

        customer()
                .contentType(ContentType.JSON)
                .body("{}")
                .request(method, path)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:stage5:problem:external-issuer"))
                .body("detail", containsString("https://issuer.example"));
    }

    private static Arguments row(String kind, UnaryOperator<ExternalToken> change) {
        return arguments(kind, change);
    }

    private RequestSpecification customer() {
        return given().auth().oauth2(issuer.accessToken(customer).sign());
    }

    private Response adopt(ExternalToken idToken) {
        return customer()
                .contentType(ContentType.JSON)
                .body(Map.of("idToken", idToken.sign()))
                .put("/api/users/me");
    }

    private List<Event> published() {
        return events.read("user/" + customer).await().atMost(TIMEOUT);
    }
}
