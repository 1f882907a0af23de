package stage5.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.gateway.StubService.answer;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.gateway.GatewayConfig.Ejection;
import stage5.gateway.StubAddresses;
import stage5.gateway.StubService;
import stage5.gateway.domain.Routes;
import stage5.gateway.domain.Upstream;

/** Real calls of a service with three instances, of which one does not work well. */
class UpstreamInstancesTests {

    private static final int FAILURES = 3;
    private static final int CALLS = 60;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long SEED = 7;

    private final Vertx vertx = Vertx.vertx();
    private final List<URI> addresses = Stream.generate(StubAddresses::freeAddress)
            .distinct()
            .limit(3)
            .map(URI::create)
            .toList();
    private final List<StubService> services =
            addresses.stream().map(address -> new StubService(vertx, address)).toList();
    private final StubService bad = services.getFirst();
    private final Random random = new Random(SEED);

    private record Settings(int failures, Duration time, Duration longest) implements Ejection {}

    private Instances instances;
    private UpstreamClient client;

    @BeforeEach
    void start() {
        services.forEach(StubService::start);
        instances = new Instances(
                addresses,
                new Settings(FAILURES, Duration.ofHours(1), Duration.ofHours(1)),
                bound -> random.nextInt(bound),
                System::nanoTime);
        client = new UpstreamClient(
                Upstream.ORDER,
                instances,
                new UpstreamClient.Timeouts(TIMEOUT, TIMEOUT, TIMEOUT, TIMEOUT),
                CALLS,
                Long.MAX_VALUE,
                Optional.empty(),
                vertx);
    }

    @AfterEach
    void stop() {
        services.forEach(StubService::close);
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void shouldSpreadTheCalls_whenAllWork() {
        for (int call = 0; call < CALLS; call++) {
            assertThat(send().join().status()).isEqualTo(200);
        }

        assertThat(services).allSatisfy(each -> assertThat(each.received()).hasSizeGreaterThan(CALLS / 10));
        assertThat(instances.all())
                .allSatisfy(each -> assertThat(each.inFlight()).isZero());
    }

    @Test
    void shouldEjectTheInstance_whenItIsDead() {
        bad.close();

        int failed = 0;
        for (int call = 0; call < CALLS; call++) {
            failed += send().handle((response, failure) -> failure == null ? 0 : 1)
                    .join();
        }

        assertThat(failed).isEqualTo(FAILURES);
        assertThat(instances.isEjected(instances.all().getFirst())).isTrue();
        assertThat(instances.ejected()).isOne();
    }

    @Test
    void shouldEjectTheInstance_whenItAnswers500() {
        bad.does(answer(500, "{}"));

        long failed = Stream.generate(() -> send().join().status())
                .limit(CALLS)
                .filter(status -> status == 500)
                .count();

        assertThat(failed).isEqualTo(FAILURES);
        assertThat(bad.received()).hasSize(FAILURES);
    }

    @Test
    void shouldKeepTheInstance_whenItShedsLoad() {
        bad.does(request -> request.response()
                .setStatusCode(503)
                .putHeader("Retry-After", "1")
                .end());

        for (int call = 0; call < CALLS; call++) {
            send().join();
        }

        assertThat(bad.received()).hasSizeGreaterThan(FAILURES);
        assertThat(instances.ejected()).isZero();
    }

    @Test
    void shouldAvoidTheInstance_whenItIsSlow() {
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        bad.does(held::add);
        List<CompletableFuture<UpstreamResponse>> waiting =
                Stream.generate(this::send).limit(6).toList();
        Awaitility.await().until(() -> received() == waiting.size() && !held.isEmpty());
        Awaitility.await()
                .until(() ->
                        waiting.stream().filter(CompletableFuture::isDone).count() == waiting.size() - held.size());
        int before = bad.received().size();

        for (int call = 0; call < CALLS; call++) {
            assertThat(send().join().status()).isEqualTo(200);
        }

        assertThat(bad.received()).hasSize(before);
        held.forEach(answer(200, "{}")::accept);
        waiting.forEach(call ->
                assertThat(call.orTimeout(20, TimeUnit.SECONDS).join().status()).isEqualTo(200));
    }

    @Test
    void shouldGoToAnotherInstance_whenARetryFollowsAFailure() {
        AtomicReference<Instance> tried = new AtomicReference<>(instances.all().getFirst());

        for (int call = 0; call < CALLS; call++) {
            Instance before = tried.get();
            send(tried).join();
            assertThat(tried.get()).isNotSameAs(before);
        }
    }

    private int received() {
        return services.stream().mapToInt(each -> each.received().size()).sum();
    }

    private CompletableFuture<UpstreamResponse> send() {
        return send(new AtomicReference<>());
    }

    private CompletableFuture<UpstreamResponse> send(AtomicReference<Instance> tried) {
        CompletableFuture<UpstreamResponse> response = new CompletableFuture<>();
        vertx.runOnContext(start -> client.send(request(), Duration.ZERO, tried)
                .subscribe()
                .with(response::complete, response::completeExceptionally));
        return response.orTimeout(30, TimeUnit.SECONDS);
    }

    private static UpstreamRequest request() {
        String path = "/api/orders/1";
        return new UpstreamRequest(
                HttpMethod.GET, Routes.find(path).orElseThrow(), path, null, MultiMap.caseInsensitiveMultiMap(), null);
    }
}
