package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.http.RawConnection;
import stage5.kit.testing.http.RawExchange;
import stage5.kit.testing.http.RawInput;
import stage5.kit.testing.http.RawInputs;
import stage5.kit.testing.http.RawRequest;
import stage5.kit.testing.http.RawResponse;

/** Each row of {@link RawInputs}, sent to the real port. */
@QuarkusTest
class RawInputTests extends GatewayTestBase {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    static List<RawInput> inputs() {
        return RawInputs.all();
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldAnswerByTheStandard_whenBytesArrive(RawInput input) throws IOException {
        List<RawResponse> responses;
        try (RawConnection client = new RawConnection(gateway, TIMEOUT)) {
            responses = client.exchange(input.bytes(), input.isHead());
        }

        new RawExchange(responses, received()).assertRight(input);
        assertThat(responses).allSatisfy(response -> {
            assertThat(response.header("Date")).as("Date (RFC 9110, 6.6.1)").isPresent();
            if (response.status() >= 400) {
                assertThat(response.header("Content-Type")).hasValue("application/problem+json");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer %s", "Bearer  %s", "bearer %s", "BEARER   %s ", "bEaReR %s"})
    void shouldAcceptAToken_whateverTheCaseAndSpacesOfItsScheme(String authorization) throws IOException {
        String token = Tokens.customer(UUID.randomUUID().toString());
        try (RawConnection client = new RawConnection(gateway, TIMEOUT)) {
            client.send(RawConnection.ascii("GET /api/orders HTTP/1.1\r\nHost: shop.example\r\nAuthorization: "
                    + authorization.formatted(token) + "\r\n\r\n"));

            assertThat(client.read(false)).map(RawResponse::status).hasValue(200);
        }
        assertThat(order.onlyRequest().headers().get("Authorization")).isEqualTo("Bearer " + token);
    }

    @Test
    void shouldEndTheStreamWithTheConnection_whenTheClientSpeaksHttp10() throws IOException {
        order.does(request -> request.response()
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .write("data: placed\n\n")
                .onSuccess(sent -> request.response().end("data: confirmed\n\n")));

        for (int stream = 0; stream < 3; stream++) { // more than upstreams.order.streams
            try (RawConnection client = new RawConnection(gateway, TIMEOUT)) {
                client.send(RawConnection.ascii("GET /api/orders/1/events HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
                RawResponse response = client.read(false).orElseThrow();

                assertThat(response.status()).isEqualTo(200);
                assertThat(response.headers()).doesNotContainKey("transfer-encoding");
                assertThat(response.body()).isEqualTo("data: placed\n\ndata: confirmed\n\n");
            }
        }
        Awaitility.await().untilAsserted(() -> assertThat(
                        get("/q/metrics").body().toString().lines())
                .contains("stage5_gateway_streams_open{upstream=\"order\"} 0.0"));
    }

    @Test
    void shouldNameNoPathInMetrics_whenTheDecoderRejectsARequest() throws IOException {
        String path = "/api/products/" + UUID.randomUUID();
        try (RawConnection client = new RawConnection(gateway, TIMEOUT)) {
            client.send(RawConnection.ascii("GET " + path + " HTTP/1.1\r\nHost: shop.example\r\nA: \0\r\n\r\n"));

            RawResponse response = client.read(false).orElseThrow();
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.header("Connection")).hasValue("close");
            assertThat(response.body()).contains("urn:stage5:problem:invalid-request");
            assertThat(client.isClosed()).isTrue();
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(get("/q/metrics").body().toString())
                        .contains("uri=\"/{unrouted}\"")
                        .doesNotContain(path));
    }

    @Test
    void shouldAnswerAtOnce_whenHeadAsksForAStream() throws IOException {
        order.does(request -> {
            if (request.method() == HttpMethod.HEAD) {
                request.response()
                        .putHeader("Content-Type", "text/event-stream")
                        .end();
            } else if (request.path().endsWith("/events")) {
                request.response().setChunked(true).writeHead();
            } else {
                request.response().end("{}");
            }
        });
        try (RawConnection stream = new RawConnection(gateway, TIMEOUT);
                RawConnection client = new RawConnection(gateway, TIMEOUT)) {
            Duration quiet = slowestGet(client);
            stream.send(RawConnection.ascii("GET /api/orders/1/events HTTP/1.1\r\nHost: shop.example\r\n\r\n"));
            assertThat(stream.readHead()).isPresent();

            long start = System.nanoTime();
            client.send(RawConnection.ascii("HEAD /api/orders/1/events HTTP/1.1\r\nHost: shop.example\r\n\r\n"));
            assertThat(client.read(true)).map(RawResponse::status).hasValue(200);
            Duration head = Duration.ofNanos(System.nanoTime() - start);

            // What waits for a time-out takes longer, and so does what waits for the end of the stream.
            Duration limit = quiet.multipliedBy(10).plusMillis(400);
            assertThat(head).isLessThan(limit);
            assertThat(slowestGet(client)).isLessThan(limit);
        }
    }

    /** Returns the longest time of 20 requests. */
    private static Duration slowestGet(RawConnection client) throws IOException {
        Duration slowest = Duration.ZERO;
        for (int call = 0; call < 20; call++) {
            long start = System.nanoTime();
            client.send(RawConnection.ascii("GET /api/orders/1 HTTP/1.1\r\nHost: shop.example\r\n\r\n"));
            assertThat(client.read(false)).map(RawResponse::body).hasValue("{}");
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            slowest = time.compareTo(slowest) > 0 ? time : slowest;
        }
        return slowest;
    }

    private List<RawRequest> received() {
        return Stream.of(catalog, order, user)
                .flatMap(each -> each.received().stream())
                .map(each -> new RawRequest(
                        each.method().name(),
                        each.uri(),
                        each.headers().names().stream()
                                .map(name -> name.toLowerCase(Locale.ROOT))
                                .collect(Collectors.toSet())))
                .toList();
    }
}
