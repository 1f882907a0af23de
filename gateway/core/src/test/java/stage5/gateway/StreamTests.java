package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.gateway.StubService.answer;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StreamTests extends GatewayTestBase {

    private static final String EVENTS = "/api/orders/1/events";
    private static final int LONGER_THAN_A_CALL = 1200;

    private final BlockingQueue<HttpServerRequest> openAtTheService = new ArrayBlockingQueue<>(10);

    /** A stream as a client sees it. */
    private record Listening(HttpClientResponse response, BlockingQueue<String> pieces, Promise<Void> end) {

        String next() throws InterruptedException {
            String piece = pieces.poll(10, TimeUnit.SECONDS);
            assertThat(piece).as("a piece of the stream").isNotNull();
            return piece;
        }
    }

    @Test
    void shouldPassOnEachPieceAtOnce_whileTheStreamLasts() throws Exception {
        order.does(this::begin);
        Listening client = listen();
        HttpServerRequest service = openAtTheService.take();

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
    void shouldOutliveTheTimeLimitOfACall_whenNothingHappensForAWhile() throws Exception {
        order.does(this::begin);
        Listening client = listen();
        HttpServerRequest service = openAtTheService.take();

        Promise<Void> longAfter = Promise.promise();
        vertx.setTimer(LONGER_THAN_A_CALL, timer -> longAfter.complete());
        await(longAfter.future());
        service.response().end("data: late\n\n");

        assertThat(client.next()).isEqualTo("data: late\n\n");
    }

    @Test
    void shouldWaitLongerThanForACallAndSaySo_whenTheServiceAnswersAsAWhole() {
        order.does(request ->
                vertx.setTimer(LONGER_THAN_A_CALL, late -> request.response().end("data: placed\n\n")));

        Reply reply = get(EVENTS);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().toString()).isEqualTo("data: placed\n\n");
        assertThat(Integer.parseInt(order.onlySeen().headers().get("Stage5-Time-Budget")))
                .isGreaterThan(LONGER_THAN_A_CALL);
        assertThat(order.onlySeen().headers().names()).doesNotContain("Prefer");
    }

    @Test
    void shouldHangUpAtTheService_whenTheClientHasGone() throws Exception {
        order.does(this::begin);
        Listening client = listen();
        HttpServerRequest service = openAtTheService.take();
        Promise<Void> hungUp = Promise.promise();
        service.connection().closeHandler(hungUp::tryComplete);

        client.response().request().connection().close();

        await(hungUp.future());
    }

    @Test
    void shouldBreakOff_whenTheServiceDies() throws Exception {
        order.does(this::begin);
        Listening client = listen();
        openAtTheService.take();

        order.close();

        assertThat(client.end().future().otherwiseEmpty()).satisfies(GatewayTestBase::await);
        assertThat(client.end().future().failed()).isTrue();
    }

    @Test
    void shouldRefuseAnotherStream_whenAsManyAreOpenAsMayBe() throws Exception {
        order.does(this::begin);
        Listening first = listen();
        Listening second = listen();

        assertProblem(get(EVENTS), 503, "unavailable");
        assertThat(get("/api/orders/1/cancel/").status()).isNotEqualTo(503);

        for (int stream = 0; stream < 2; stream++) {
            openAtTheService.take().response().end();
        }
        await(first.end().future());
        await(second.end().future());
    }

    @Test
    void shouldMakeRoom_whenAStreamIsOver() throws Exception {
        order.does(this::begin);
        for (int stream = 0; stream < 5; stream++) {
            Listening client = listen();
            openAtTheService.take().response().end();
            await(client.end().future());
        }
    }

    @Test
    void shouldPassOnTheRefusal_whenThereIsNothingToListenTo() {
        order.does(answer(404, "{\"status\":404}"));

        Reply reply = get(EVENTS);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body().toString()).isEqualTo("{\"status\":404}");
    }

    @Test
    void shouldNotTryAgain_whenTheServiceFails() {
        order.does(answer(500, "{}"));

        assertProblem(get(EVENTS), 503, "unavailable");

        assertThat(order.seen()).hasSize(1);
    }

    private void begin(HttpServerRequest request) {
        if (request.path().endsWith("/events")) {
            request.response()
                    .setChunked(true)
                    .putHeader("Content-Type", "text/event-stream")
                    .writeHead();
            openAtTheService.add(request);
        } else {
            request.response().end();
        }
    }

    private Listening listen() {
        BlockingQueue<String> pieces = new ArrayBlockingQueue<>(10);
        Promise<Void> end = Promise.promise();
        HttpClientResponse response = await(http.request(HttpMethod.GET, gateway.getPort(), gateway.getHost(), EVENTS)
                .compose(request -> request.send())
                .onSuccess(begun -> {
                    begun.handler(piece -> pieces.add(piece.toString()));
                    begun.endHandler(end::tryComplete);
                    begun.exceptionHandler(end::tryFail);
                }));
        return new Listening(response, pieces, end);
    }
}
