package stage5.acceptance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.TestCustomer;
import stage5.acceptance.client.TestTimeouts;
import stage5.kit.testing.http.RawConnection;
import stage5.kit.testing.http.RawResponse;

/**
 * Accounts that watch one open order each, on more connections than the gateway permits a caller. The orders stay open
 * because the payment provider fails.
 */
final class StreamWatchers implements Attack {

    private static final int ACCOUNTS = 8;
    private static final int CONNECTIONS = 15;

    /** The streams of one caller: {@code stage5.gateway.streams.per-caller}. */
    private static final int PER_CALLER = 10;

    private final double uncountedBefore = uncounted();
    private final ShopUnderTest.Undo unpaid = ShopUnderTest.changePaymentSettings(Map.of("errorRate", 1.0));
    private final List<byte[]> requests;
    private final AtomicInteger next = new AtomicInteger();
    private final Set<RawConnection> open = ConcurrentHashMap.newKeySet();
    private final Flood flood;
    private volatile boolean over;

    StreamWatchers() {
        requests = Stream.generate(() -> TestCustomer.signUp(ShopUnderTest.gateway()))
                .limit(ACCOUNTS)
                .map(StreamWatchers::request)
                .toList();
        flood = new Flood(ACCOUNTS * CONNECTIONS, Duration.ofSeconds(1), this::watch);
    }

    @Override
    public void awaitFullForce() {
        flood.awaitResponses(ACCOUNTS * CONNECTIONS);
    }

    @Override
    public void assertRepelled() {
        close();
        flood.responses().assertOnly(200, 429, 503);
        assertThat(flood.responses().count(200))
                .as("streams among %s", flood.responses())
                .isPositive();
        if (uncounted()
                == uncountedBefore) { // else Redis was too slow at times, and the gateway admits what it can't count
            assertThat(flood.responses().count(429))
                    .as("refused streams among %s", flood.responses())
                    .isGreaterThanOrEqualTo(ACCOUNTS * (CONNECTIONS - PER_CALLER));
        }
    }

    @Override
    public void close() {
        over = true;
        open.forEach(StreamWatchers::hangUp);
        flood.close();
        unpaid.close();
    }

    private static double uncounted() {
        return ShopUnderTest.metric("gateway", "stage5_gateway_rate_unchecked_total");
    }

    /** Holds a stream until the gateway ends it, or the attack is over. */
    private void watch(AttackResponses responses) throws IOException {
        byte[] request = requests.get(next.getAndIncrement() % ACCOUNTS);
        try (RawConnection connection = new RawConnection(ShopUnderTest.ports().gateway(), TestTimeouts.EFFECT)) {
            open.add(connection);
            connection.send(request);
            RawResponse head =
                    connection.readHead().orElseThrow(() -> new SocketException("The gateway closed the connection"));
            responses.add(AttackResponse.of(head));
            while (head.status() == 200 && connection.readLine() != null) {
                continue;
            }
        } catch (IOException e) {
            if (!over) {
                throw e;
            }
        }
    }

    private static byte[] request(TestCustomer watcher) {
        String order = watcher.order(ShopUnderTest.anySku(), 1).expect(202).field("id");
        return RawConnection.ascii(
                "GET /api/orders/%s/events HTTP/1.1\r\nHost: shop.example\r\nX-Forwarded-For: 203.0.113.66\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(order, watcher.accessToken()));
    }

    private static void hangUp(RawConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
