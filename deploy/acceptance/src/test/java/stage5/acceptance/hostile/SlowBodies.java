package stage5.acceptance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.TestTimeouts;
import stage5.kit.testing.http.RawConnection;
import stage5.kit.testing.http.RawInput;

/** Hundreds of connections that announce a body just below the limit, send most of it and then fall silent. */
final class SlowBodies implements Attack {

    /** 58 MiB together: more than {@code stage5.request-body.memory}. */
    private static final int CLIENTS = 300;

    private static final int SENT = 200 * 1024;
    private static final int ANNOUNCED = 255 * 1024;

    private static final byte[] REQUEST =
            RawConnection.ascii("POST /api/orders HTTP/1.1\r\nHost: shop.example\r\nX-Forwarded-For: 203.0.113.66\r\n"
                    + "Content-Type: application/json\r\nIdempotency-Key: slow\r\nContent-Length: " + ANNOUNCED
                    + "\r\n\r\n" + " ".repeat(SENT));

    private final Flood flood = new Flood(CLIENTS, Duration.ofSeconds(1), SlowBodies::send);

    @Override
    public void awaitFullForce() {
        flood.awaitAllClients();
    }

    @Override
    public void assertRepelled() {
        flood.awaitResponses(CLIENTS);
        flood.close();
        // A client that still sends when it is refused may see the end of the connection instead of the response.
        flood.responses().assertOnly(RawInput.CUT, 408, 429, 503);
        assertThat(flood.responses().count(408))
                .as("bodies that took too long, among %s", flood.responses())
                .isPositive();
        assertThat(flood.responses().count(503) + flood.responses().count(RawInput.CUT))
                .as("bodies beyond the memory for them, among %s", flood.responses())
                .isPositive();
    }

    @Override
    public void close() {
        flood.close();
    }

    private static void send(AttackResponses responses) throws IOException {
        try (RawConnection connection = new RawConnection(ShopUnderTest.ports().gateway(), TestTimeouts.EFFECT)) {
            connection.send(REQUEST);
            responses.add(
                    connection.read(false).map(AttackResponse::of).orElse(new AttackResponse(RawInput.CUT, false)));
        }
    }
}
