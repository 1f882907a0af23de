package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.gateway.StubService.answer;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.TelemetryRecorder;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.http.RawConnection;

/** Plants values in requests and responses, and searches logs, metrics and spans for them. */
@QuarkusTest
class PersonalDataTests extends GatewayTestBase {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String PASSWORD = "planted-password";
    private static final String REFRESH = "planted-refresh-token";
    private static final String USER_AGENT = "PlantedBrowser/5.1";
    private static final String ACCESS_LOG = "io.quarkus.http.access-log";
    private static final String COOKIE = "planted-cookie";

    @Inject
    TelemetryRecorder telemetry;

    private final String email = "planted." + UUID.randomUUID() + "@stage5.example";
    private final String token = Tokens.customer(UUID.randomUUID().toString());
    private final String expired = Tokens.expired(UUID.randomUUID().toString());
    private final List<String> planted = List.of(email, PASSWORD, REFRESH, USER_AGENT, COOKIE, token, expired);
    // No route has personal data in its path, so spans name it.
    private final String inPath = "path." + UUID.randomUUID() + "@stage5.example";

    @BeforeEach
    void start() {
        telemetry.start();
    }

    @AfterEach
    void stop() {
        telemetry.stop();
    }

    @Test
    void shouldWriteNothingPersonal_whenServicesAnswer() {
        user.does(answer(
                201,
                "{\"accessToken\":\"%s\",\"refreshToken\":\"%s\",\"email\":\"%s\"}".formatted(token, REFRESH, email)));

        callAll();

        assertNothingWritten();
    }

    @Test
    void shouldWriteNothingPersonal_whenServicesFail() {
        String failure = "{\"detail\":\"%s %s %s\"}".formatted(email, PASSWORD, token);
        List.of(catalog, order, user).forEach(service -> service.does(answer(500, failure)));

        callAll();

        assertThat(telemetry.logs()).as("an open breaker is logged").anyMatch(log -> !log.startsWith(ACCESS_LOG));
        assertNothingWritten();
    }

    @Test
    void shouldWriteNothingPersonal_whenServicesAreDown() {
        List.of(catalog, order, user).forEach(StubService::close);

        callAll();

        assertNothingWritten();
    }

    @Test
    void shouldWriteNothingPersonal_whenRedisIsDown() {
        withoutRedis(this::callAll);

        assertNothingWritten();
    }

    @Test
    void shouldWriteNothingPersonal_whenRequestsAreInvalid() throws IOException {
        sendRaw("GET /api/users/%s HTTP/1.1\r\nHost: shop.example\r\nAuthorization: Bearer %s\r\nBad: \0\r\n\r\n");
        sendRaw("GET /api/users/%s;a?b=%s HTTP/1.1\r\nHost: shop.example\r\n\r\n");
        sendRaw("PLANT /api/users/%s HTTP/1.1\r\nHost: shop.example\r\nAuthorization: Bearer %s\r\n\r\n");
        sendRaw("GET /api/users/%s HTTP/1.1\r\nHost: a@b\r\nAuthorization: Bearer %s\r\n\r\n");

        assertNothingWritten();
    }

    /** Sends what the gateway rejects, with an e-mail address and the token in it, and waits for the response. */
    private void sendRaw(String request) throws IOException {
        try (RawConnection client = new RawConnection(gateway, TIMEOUT)) {
            client.send(RawConnection.ascii(request.formatted(inPath, token)));
            assertThat(client.read(false).orElseThrow().status()).isBetween(400, 501);
        }
    }

    private void callAll() {
        String account = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, PASSWORD);
        for (int call = 0; call < 20; call++) {
            call(HttpMethod.POST, "/api/sessions", null, account);
        }
        call(HttpMethod.POST, "/api/users", null, account);
        call(HttpMethod.POST, "/api/sessions/refresh", null, "{\"refreshToken\":\"%s\"}".formatted(REFRESH));
        call(HttpMethod.PATCH, "/api/users/me", token, account);
        call(HttpMethod.GET, "/api/users/me", token, null);
        call(HttpMethod.GET, "/api/users/" + inPath, token, null);
        call(HttpMethod.POST, "/api/orders", token, account);
        call(HttpMethod.GET, "/api/orders", expired, null);
        call(HttpMethod.GET, "/api/orders", token + "x", null);
        call(HttpMethod.GET, "/api/home", token, null);
        call(HttpMethod.GET, "/api/" + inPath, null, null);
        call(HttpMethod.GET, "/" + inPath, null, null);
        call(HttpMethod.GET, "/api/products?q=" + email + "&access_token=" + token, null, null);
        call(HttpMethod.GET, "/api/users/me?access_token=" + token, null, null);
    }

    private void call(HttpMethod method, String target, String accessToken, String body) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "User-Agent",
                USER_AGENT,
                "Cookie",
                "session=" + COOKIE,
                "From",
                email,
                "Content-Type",
                "application/json"));
        if (accessToken != null) {
            headers.putAll(bearer(accessToken));
        }
        send(method, target, headers, body == null ? null : Buffer.buffer(body));
    }

    private void assertNothingWritten() {
        assertThat(get("/q/metrics").body().toString()).doesNotContain(planted).doesNotContain(inPath);
        assertThat(telemetry.logs()).as("the access log").anyMatch(log -> log.startsWith(ACCESS_LOG));
        assertThat(telemetry.logs()).noneSatisfy(this::containsPlanted).noneSatisfy(log -> assertThat(log)
                .contains(inPath));
        Awaitility.await().until(() -> telemetry.spans().stream().anyMatch(span -> span.contains("SERVER")));
        assertThat(telemetry.spans()).noneSatisfy(this::containsPlanted);
    }

    private void containsPlanted(String text) {
        assertThat(text).containsAnyOf(planted.toArray(String[]::new));
    }
}
