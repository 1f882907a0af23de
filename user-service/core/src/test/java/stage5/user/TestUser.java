package stage5.user;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

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

    /** Logs in from a client's address; returns the response. */
    public Response logInFrom(String address) {
        return postFrom(address, "/api/sessions", Map.of("email", email, "password", password));
    }

    /** Signs up from a client's address; returns the response. */
    public Response registerFrom(String address) {
        return postFrom(address, "/api/users", Map.of("email", email, "name", name, "password", password));
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

    /** Posts JSON from an address of its own, so that no test uses up the limits of another; returns the response. */
    public static Response post(String path, Object body) {
        return postFrom(anyAddress(), path, body);
    }

    /** Returns a client's address that no other call returns, as good as certainly. */
    public static String anyAddress() {
        int bits = ThreadLocalRandom.current().nextInt();
        return "10.%d.%d.%d".formatted(bits >>> 24, bits >>> 16 & 255, bits >>> 8 & 255);
    }

    private static Response postFrom(String address, String path, Object body) {
        return given().contentType(ContentType.JSON)
                .header("X-Forwarded-For", address)
                .body(body)
                .post(path);
    }
}
