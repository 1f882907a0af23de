package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.gateway.StubService.answer;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.http.RawConnection;

@QuarkusTest
class StreamTests extends GatewayTestBase {

    private static final String EVENTS = "/api/orders/1/events";
    private static final int LONGER_THAN_A_CALL_TIMEOUT = 1200;
    private static final int READS = 20;
    private static final long SOCKETS_AND_QUEUES = 64 << 20;

    private final BlockingQueue<HttpServerRequest> openStreams = new ArrayBlockingQueue<>(10);

    /** A stream as its client receives it. */
    private record ClientStream(HttpClientResponse response, BlockingQueue<String> chunks, Promise<Void> end) {

        String next() throws InterruptedException {
            String chunk = chunks.poll(10, TimeUnit.SECONDS);
            assertThat(chunk).as("a chunk of the stream").isNotNull();
            return chunk;
        }
    }

    @Test
    void shouldForwardEachChunkAtOnce_whenTheServiceStreams() throws Exception {
        order.does(this::begin);
        ClientStream client = listen();
        HttpServerRequest service = openStreams.take();

        service.response().write("data: placed\n\n");
        assertThat(client.next()).isEqualTo("data: placed\n\n");
        service.response().write("data: confirmed\n\n");
        assertThat(client.next()).isEqualTo("data: confirmed\n\n");
        service.response().end();

        await(client.end().future());
        assertThat(client.response().statusCode()).isEqualTo(200);
        assertThat(client.response().getHeader("Content-Type")).isEqualTo("text/event-stream");
    }

    @Test
    void shouldStayOpenBeyondTheTimeoutOfACall_whenNothingIsSent() throws Exception {
        order.does(this::begin);
        ClientStream client = listen();
        HttpServerRequest service = openStreams.take();

        Promise<Void> later = Promise.promise();
        vertx.setTimer(LONGER_THAN_A_CALL_TIMEOUT, timer -> later.complete());
        await(later.future());
        service.response().end("data: late\n\n");

        assertThat(client.next()).isEqualTo("data: late\n\n");
    }

    @Test
    void shouldWaitLongerThanForACall_whenTheServiceBuffersTheStream() {
        order.does(request -> vertx.setTimer(
                LONGER_THAN_A_CALL_TIMEOUT, late -> request.response().end("data: placed\n\n")));

        GatewayResponse response = get(EVENTS);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body().toString()).isEqualTo("data: placed\n\n");
        assertThat(Integer.parseInt(order.onlyRequest().headers().get("Stage5-Time-Budget")))
                .isGreaterThan(LONGER_THAN_A_CALL_TIMEOUT);
        assertThat(order.onlyRequest().headers().names()).doesNotContain("Prefer");
    }

    @Test
    void shouldCloseTheServicesConnection_whenTheClientDisconnects() throws Exception {
        order.does(this::begin);
        ClientStream client = listen();
        HttpServerRequest service = openStreams.take();
        Promise<Void> closed = Promise.promise();
        service.connection().closeHandler(closed::tryComplete);

        client.response().request().connection().close();

        await(closed.future());
        Awaitility.await().untilAsserted(() -> assertThat(
                        get("/q/metrics").body().toString().lines())
                .contains("stage5_admission_in_flight{class=\"streams\"} 0.0"));
    }

    @Test
    void shouldResetTheStream_whenTheServiceCrashes() throws Exception {
        order.does(this::begin);
        ClientStream client = listen();
        openStreams.take();

        order.close();

        assertThat(client.end().future().otherwiseEmpty()).satisfies(GatewayTestBase::await);
        assertThat(client.end().future().failed()).isTrue();
    }

    @Test
    void shouldRejectAnotherStream_whenTheLimitIsReached() throws Exception {
        order.does(this::begin);
        ClientStream first = listen();
        ClientStream second = listen();

        assertProblem(get(EVENTS), 503, "unavailable");
        assertThat(get("/api/orders/1/cancel/").status()).isNotEqualTo(503);

        for (int stream = 0; stream < 2; stream++) {
            openStreams.take().response().end();
        }
        await(first.end().future());
        await(second.end().future());
    }

    @Test
    void shouldCountAStreamWithoutLease_whenRedisIsDown() {
        order.does(answer(200, "data: placed\n\n"));
        double before = metric("stage5_gateway_streams_unchecked_total");

        withoutRedis(() -> assertThat(get(EVENTS).status()).isEqualTo(200));

        assertThat(metric("stage5_gateway_streams_unchecked_total")).isEqualTo(before + 1);
    }

    @Test
    void shouldNotReuseTheServicesConnection_whenHeadIsAnsweredByAStream() {
        Promise<Void> closed = Promise.promise();
        order.does(request -> {
            request.connection().closeHandler(closed::tryComplete);
            begin(request);
        });

        GatewayResponse head = send(HttpMethod.HEAD, EVENTS, Map.of(), null);

        assertThat(head.status()).isEqualTo(200);
        await(closed.future());
    }

    @Test
    @Tag("quiet")
    void shouldAnswerReadsFast_whenHeadIsAnsweredByAStream() {
        order.does(this::begin);
        readTimes();

        assertThat(send(HttpMethod.HEAD, EVENTS, Map.of(), null).status()).isEqualTo(200);

        assertThat(readTimes()).allSatisfy(each -> assertThat(each).isLessThan(Duration.ofMillis(100)));
    }

    /** Reads one order a number of times; returns the time of each response. */
    private List<Duration> readTimes() {
        List<Duration> times = new ArrayList<>();
        for (int read = 0; read < READS; read++) {
            long start = System.nanoTime();
            assertThat(get("/api/orders/1").status()).isEqualTo(200);
            times.add(Duration.ofNanos(System.nanoTime() - start));
        }
        return times;
    }

    @Test
    void shouldReleaseItsPermit_whenAStreamEnds() throws Exception {
        order.does(this::begin);
        for (int stream = 0; stream < 5; stream++) {
            ClientStream client = listen();
            openStreams.take().response().end();
            await(client.end().future());
        }
    }

    @Test
    void shouldResetTheStream_whenTheServiceIsSilentForTooLong() throws Exception {
        order.does(this::begin);
        ClientStream client = listen();
        openStreams.take().response().write("data: placed\n\n");
        assertThat(client.next()).isEqualTo("data: placed\n\n");

        assertThat(client.end().future().otherwiseEmpty()).satisfies(GatewayTestBase::await);

        assertThat(client.end().future().failed()).isTrue();
        Awaitility.await().untilAsserted(() -> assertThat(
                        get("/q/metrics").body().toString().lines())
                .contains("stage5_gateway_streams_open{upstream=\"order\"} 0.0"));
    }

    @Test
    void shouldNotCollectAStream_whenTheClientDoesNotRead() throws Exception {
        AtomicLong written = new AtomicLong();
        Promise<Void> closed = Promise.promise();
        order.does(StubService.endless(written, closed));
        try (RawConnection client = new RawConnection(gateway, Duration.ofSeconds(20))) {
            client.send(RawConnection.ascii("GET " + EVENTS + " HTTP/1.1\r\nHost: shop.example\r\n\r\n"));

            // After the longest silence.
            await(closed.future());

            assertThat(written).as("what sockets and queues hold").satisfies(bytes -> assertThat(bytes.get())
                    .isBetween(1L, SOCKETS_AND_QUEUES));
        }
    }

    @Test
    void shouldForwardThe404_whenThereIsNoStream() {
        order.does(answer(404, "{\"status\":404}"));

        GatewayResponse response = get(EVENTS);

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.body().toString()).isEqualTo("{\"status\":404}");
    }

    @Test
    void shouldNotRetry_whenTheServiceFails() {
        order.does(answer(500, "{}"));

        assertProblem(get(EVENTS), 503, "unavailable");

        assertThat(order.received()).hasSize(1);
    }

    private void begin(HttpServerRequest request) {
        if (request.path().endsWith("/events")) {
            request.response()
                    .setChunked(true)
                    .putHeader("Content-Type", "text/event-stream")
                    .writeHead();
            openStreams.add(request);
        } else {
            request.response().end();
        }
    }

    private double metric(String name) {
        return get("/q/metrics")
                .body()
                .toString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.split(" ", 3)[1]))
                .findFirst()
                .orElseThrow();
    }

    private ClientStream listen() {
        BlockingQueue<String> chunks = new ArrayBlockingQueue<>(10);
        Promise<Void> end = Promise.promise();
        HttpClientResponse response =
                call(() -> http.request(HttpMethod.GET, gateway.getPort(), gateway.getHost(), EVENTS)
                        .compose(request -> request.send())
                        .onSuccess(head -> {
                            head.handler(chunk -> chunks.add(chunk.toString()));
                            head.endHandler(end::tryComplete);
                            head.exceptionHandler(end::tryFail);
                        }));
        return new ClientStream(response, chunks, end);
    }
}
