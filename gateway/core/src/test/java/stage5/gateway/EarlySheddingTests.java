package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.gateway.StubService.answer;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.http.RawConnection;
import stage5.kit.testing.http.RawResponse;

/** The class {@code held} of the test settings admits one request. */
@QuarkusTest
class EarlySheddingTests extends GatewayTestBase {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String HELD = "/api/products/held/1";

    @Test
    void shouldShedWithoutASpan_andGoOnWithTheConnection_whenTheLimitIsReached() throws IOException {
        catalog.does(EarlySheddingTests::hold);
        try (RawConnection client = new RawConnection(gateway, TIMEOUT)) {
            assertThat(exchange(client, "/api/orders").status()).isEqualTo(200);

            // The held request ends with its time-out, so a slow machine needs a further try.
            RawResponse shed = Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> shedOnce(client), Optional::isPresent)
                    .orElseThrow();

            assertShed(shed);
            assertThat(new JsonObject(shed.body()).getString("type")).isEqualTo("urn:stage5:problem:unavailable");
            assertThat(exchange(client, "/api/orders").status()).isEqualTo(200);
        }
        assertThat(get("/q/metrics").body().toString().lines())
                .anyMatch(line ->
                        line.startsWith("stage5_admission_shed_total{class=\"held\"}") && !line.endsWith(" 0.0"));
    }

    @Test
    void shouldShedTheFirstRequestOfAConnection_whenTheLimitIsReached() {
        catalog.does(EarlySheddingTests::hold);

        RawResponse shed = Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(this::shedFirst, Optional::isPresent)
                .orElseThrow();

        assertShed(shed);
        assertThat(get("/q/metrics").body().toString())
                .containsPattern("http_server_requests_seconds_count\\{[^}]*status=\"503\"[^}]*uri=\"/\\{unrouted}\"")
                .doesNotContain(HELD);
    }

    /** Returns the response to the first request of a connection if it was shed early; the connection then goes on. */
    private Optional<RawResponse> shedFirst() throws IOException {
        try (RawConnection client = new RawConnection(gateway, TIMEOUT)) {
            Optional<RawResponse> shed = shedOnce(client);
            if (shed.isPresent()) {
                assertThat(exchange(client, "/api/orders").status()).isEqualTo(200);
                assertThat(order.received()).isNotEmpty();
            }
            return shed;
        }
    }

    private static void assertShed(RawResponse shed) {
        assertThat(shed.status()).isEqualTo(503);
        assertThat(shed.header("Content-Type")).hasValue("application/problem+json");
        assertThat(shed.header("Retry-After")).hasValue("1");
        assertThat(shed.header("Date")).isPresent();
        assertThat(shed.header("X-Content-Type-Options")).hasValue("nosniff");
    }

    private static void hold(HttpServerRequest request) {
        if (!request.path().equals(HELD)) {
            answer(200, "{}").accept(request);
        }
    }

    /** Sends a request that takes the only permit, and another one; returns the response to it if it was shed early. */
    private Optional<RawResponse> shedOnce(RawConnection client) throws IOException {
        int before = catalog.received().size();
        var held = http.request(HttpMethod.GET, gateway.getPort(), gateway.getHost(), HELD)
                .compose(request -> request.send());
        Awaitility.await().atMost(TIMEOUT).until(() -> catalog.received().size() > before || held.isComplete());
        RawResponse response = exchange(client, HELD);
        await(held);
        boolean early = response.body().contains("More requests of this kind")
                && !response.body().contains("traceId");
        return Optional.of(response).filter(each -> early);
    }

    private static RawResponse exchange(RawConnection client, String path) throws IOException {
        client.send(RawConnection.ascii("GET " + path + " HTTP/1.1\r\nHost: shop.example\r\n\r\n"));
        return client.read(false).orElseThrow();
    }
}
