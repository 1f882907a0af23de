package stage5.user;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;

/** A user of its own for each test, with its calls of the HTTP API. */
public record TestUser(String email, String name, String password) {

    /** Returns a user without an account. */
    public static TestUser unregistered() {
        return new TestUser("ada." + UUID.randomUUID() + "@stage5.example", "Ada Lovelace", "correct horse battery");
    }

    /** Signs a new user up; returns the user. */
    public static TestUser registered() {
        TestUser user = unregistered();
        user.register().then().statusCode(201);
        return user;
    }

    /** Signs up; returns the response. */
    public Response register() {
        return post("/api/users", Map.of("email", email, "name", name, "password", password));
    }

    /** Logs in; returns the response. */
    public Response logIn() {
        return post("/api/sessions", Map.of("email", email, "password", password));
    }

    /** Returns this user with another e-mail address. */
    public TestUser withEmail(String email) {
        return new TestUser(email, name, password);
    }

    /** Returns this user with another password. */
    public TestUser withPassword(String password) {
        return new TestUser(email, name, password);
    }

    /** Refreshes a session; returns the response. */
    public static Response refresh(String refreshToken) {
        return post("/api/sessions/refresh", Map.of("refreshToken", refreshToken));
    }

    /** Posts JSON; returns the response. */
    public static Response post(String path, Object body) {
        return given().contentType(ContentType.JSON).body(body).post(path);
    }
}
