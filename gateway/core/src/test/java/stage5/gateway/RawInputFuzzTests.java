package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.http.RawConnection;
import stage5.kit.testing.http.RawMutations;
import stage5.kit.testing.http.RawResponse;

/**
 * Sends random changes of the rows of {@code RawInputs} to the real port. Repeat a run with {@code
 * -Dstage5.fuzz.seed=SEED}; the seed is logged, and is part of each failure.
 */
@QuarkusTest
class RawInputFuzzTests extends GatewayTestBase {

    private static final Logger LOG = Logger.getLogger(RawInputFuzzTests.class);
    private static final int AT_ONCE = 16;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** Inputs after which all classes are loaded, and bounded caches have most of their entries. */
    private static final int WARM_UP = 500;

    private static final long MOST_GROWTH = 24 << 20;

    private static final String CONNECTIONS = "vertx_http_connections_current";

    /** The most connections of the test's own client. */
    private static final int OPEN_CONNECTIONS = 4;

    @Inject
    SpanCollector spans;

    /** After it a request counts as incomplete: the server waits for its rest, and must end when the client does. */
    private static final Duration INCOMPLETE = Duration.ofMillis(200);

    @Test
    void shouldStayUp_whenAThousandRandomInputsArrive() throws Exception {
        fuzz(1_000);
    }

    @Test
    @Tag("nightly")
    void shouldStayUp_whenTwentyThousandRandomInputsArrive() throws Exception {
        fuzz(20_000);
    }

    private void fuzz(int inputs) throws Exception {
        long seed = Long.getLong("stage5.fuzz.seed", new Random().nextLong());
        LOG.infof("Fuzzing with -Dstage5.fuzz.seed=%d", seed);
        RawMutations mutations = new RawMutations(seed);
        send(mutations, WARM_UP, seed);
        long before = liveHeap();
        send(mutations, inputs - WARM_UP, seed);

        breakers.resetAll();
        assertThat(get("/api/products").status()).isEqualTo(200);
        assertThat(send(HttpMethod.POST, "/api/orders", Map.of(), Buffer.buffer("{}"))
                        .status())
                .isEqualTo(200);
        Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(heldByRequests())
                .as("held after seed " + seed)
                .isEmpty());
        assertThat(liveHeap() - before)
                .as("growth of the heap after seed " + seed)
                .isLessThan(MOST_GROWTH);
    }

    /** Returns the bytes on the heap that are in use, without those of the test's own stubs and spans. */
    private long liveHeap() {
        List.of(catalog, order, user).forEach(each -> each.received().clear());
        spans.clear();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void send(RawMutations mutations, int inputs, long seed) throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int input = 0; input < inputs; input++) {
                byte[] bytes = mutations.next();
                work.add(() -> send(bytes, seed));
            }
            for (Future<Void> each : clients.invokeAll(work)) {
                await(each);
            }
        }
    }

    private Void send(byte[] bytes, long seed) throws IOException {
        String sent = "seed %d, bytes %s".formatted(seed, printable(bytes));
        try (RawConnection client = new RawConnection(gateway, INCOMPLETE)) {
            client.send(bytes);
            Optional<RawResponse> response;
            try {
                response = client.readHead();
            } catch (SocketTimeoutException incomplete) {
                client.timeout(TIMEOUT);
                client.end();
                response = client.readHead();
            } catch (java.net.SocketException reset) {
                return null;
            }
            response.ifPresent(each -> assertThat(each.status()).as(sent).isNotEqualTo(500));
            return null;
        } catch (SocketTimeoutException hang) {
            throw new AssertionError("The gateway hangs: " + sent, hang);
        } catch (IOException e) {
            throw new IOException(sent, e);
        }
    }

    /** Returns the gauges of what requests hold, if they hold anything. */
    private List<String> heldByRequests() {
        return get("/q/metrics")
                .body()
                .toString()
                .lines()
                .filter(line -> line.startsWith(CONNECTIONS)
                        || line.startsWith("stage5_admission_in_flight")
                        || line.startsWith("stage5_gateway_streams_open"))
                .filter(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))
                        > (line.startsWith(CONNECTIONS) ? OPEN_CONNECTIONS : 0))
                .toList();
    }

    private static void await(Future<Void> work) throws Exception {
        try {
            work.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }

    private static String printable(byte[] bytes) {
        String text = new String(bytes, 0, Math.min(bytes.length, 2_000), StandardCharsets.ISO_8859_1);
        return text.replace("\r", "\\r").replace("\n", "\\n");
    }
}
