package stage5.user;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;

/** Somebody whom no other test knows, and what she does at the API. */
public record Person(String email, String name, String password) {

    /** Returns somebody new. */
    public static Person unknown() {
        return new Person("ada." + UUID.randomUUID() + "@stage5.example", "Ada Lovelace", "correct horse battery");
    }

    /** Returns somebody who has signed up. */
    public static Person registered() {
        Person person = unknown();
        person.register().then().statusCode(201);
        return person;
    }

    /** Returns the answer to her sign-up. */
    public Response register() {
        return post("/api/users", Map.of("email", email, "name", name, "password", password));
    }

    /** Returns the answer to her log-in. */
    public Response logIn() {
        return post("/api/sessions", Map.of("email", email, "password", password));
    }

    /** Returns her under another e-mail address. */
    public Person withEmail(String email) {
        return new Person(email, name, password);
    }

    /** Returns her with another password in mind. */
    public Person withPassword(String password) {
        return new Person(email, name, password);
    }

    /** Returns the answer to a refresh. */
    public static Response refresh(String refreshToken) {
        return post("/api/sessions/refresh", Map.of("refreshToken", refreshToken));
    }

    /** Returns the answer to a POST of some JSON. */
    public static Response post(String path, Object body) {
        return given().contentType(ContentType.JSON).body(body).post(path);
    }
}
