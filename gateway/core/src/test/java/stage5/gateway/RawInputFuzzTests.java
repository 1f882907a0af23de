package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
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

        breakers.resetAll();
        assertThat(get("/api/products").status()).isEqualTo(200);
        assertThat(send(HttpMethod.POST, "/api/orders", Map.of(), Buffer.buffer("{}"))
                        .status())
                .isEqualTo(200);
        Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(heldByRequests())
                .as("held after seed " + seed)
                .isEmpty());
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

    /** Returns the gauges of what requests hold, if they are not 0. */
    private List<String> heldByRequests() {
        return get("/q/metrics")
                .body()
                .toString()
                .lines()
                .filter(line ->
                        line.startsWith("stage5_admission_in_flight") || line.startsWith("stage5_gateway_streams_open"))
                .filter(line -> !line.endsWith(" 0.0"))
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
