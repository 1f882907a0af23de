package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.testing.http.RawConnection;
import stage5.kit.testing.http.RawResponse;

/** Requests that arrive before the response to an earlier one of their connection. */
@QuarkusTest
class PipeliningTests extends GatewayTestBase {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration INCOMPLETE = Duration.ofMillis(200);

    /** Connections of the test's own client. */
    private static final int OWN = 4;

    private static final String FIRST = "GET /api/products/first HTTP/1.1\r\nHost: shop.example\r\n\r\n";

    @Test
    void shouldAnswerEachInOrder_whenAllAreValid() throws IOException {
        try (RawConnection client = new RawConnection(gateway, TIMEOUT)) {
            client.send(RawConnection.ascii(FIRST
                    + "POST /api/orders HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 2\r\n\r\n{}"
                    + "TRACE /api/products HTTP/1.1\r\nHost: shop.example\r\n\r\n"));

            assertThat(List.of(client.read(false), client.read(false), client.read(false)))
                    .extracting(response -> response.orElseThrow().status())
                    .containsExactly(200, 200, 405);
        }
        assertThat(order.received()).hasSize(1);
    }

    /** The client has announced it, or can't know that it was not answered. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/products/last HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n",
                "GET /api/products/last HTTP/1.0\r\nHost: shop.example\r\n\r\n",
            })
    void shouldNotStartARequest_afterTheLastOfItsConnection(String last) throws IOException {
        try (RawConnection client = new RawConnection(gateway, TIMEOUT)) {
            client.send(RawConnection.ascii(
                    last + "POST /api/orders HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 2\r\n\r\n{}"));

            assertThat(client.read(false).map(RawResponse::status)).contains(200);
            assertThat(client.read(false)).isEmpty();
        }
        assertThat(order.received()).isEmpty();
    }

    /** Connections that are counted for ever would use up their limit, and close the gateway to all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "no: request\r\n\r\n",
                "POST /api/orders HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 12\r\n\r\n{",
                "POST /api/orders HTTP/1.1\r\nHost: shop.example\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
                "GET /api/products HTTP/1.1\r\nHost: sho",
            })
    void shouldCountNoConnection_whenItsClientLeavesAfterARequestThatNobodyCanAnswer(String second) throws IOException {
        for (int client = 0; client < 3 * OWN; client++) {
            try (RawConnection leaving = new RawConnection(gateway, INCOMPLETE)) {
                leaving.send(RawConnection.ascii(FIRST + second));
                if (client % 2 == 0) {
                    readAll(leaving);
                }
            }
        }

        Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(openConnections())
                .isLessThanOrEqualTo(OWN));
    }

    private static void readAll(RawConnection client) throws IOException {
        try {
            while (client.read(false).isPresent()) {
                // The response to the first, and the problem of an invalid second one.
            }
        } catch (SocketTimeoutException incomplete) {
            // The gateway waits for the rest.
        }
    }

    private double openConnections() {
        return get("/q/metrics")
                .body()
                .toString()
                .lines()
                .filter(line -> line.startsWith("vertx_http_connections_current"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
