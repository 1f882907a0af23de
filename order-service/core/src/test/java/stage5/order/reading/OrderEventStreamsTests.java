package stage5.order.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.testing.Tokens;
import stage5.order.OrderServiceTest;

@QuarkusTest
class OrderEventStreamsTests extends OrderServiceTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TestHTTPResource("/api/orders")
    URI orders;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String customer = UUID.randomUUID().toString();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void shouldSendAllEventsAndEnd_whenTheOrderIsSettled() throws Exception {
        String order = shop.order(customer);
        shop.deliver("order-saga", shop.stockRejected(order, "out-of-stock"));

        HttpResponse<Void> response = follow(order, null).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(lines).containsSubsequence("id:1", "event:order.placed", "id:2", "event:order.rejected");
        assertThat(data(1))
                .contains("\"type\":\"order.rejected\"", "\"status\":\"rejected\"", "\"reason\":\"out-of-stock\"");
        assertThat(data(0)).contains("\"status\":\"placed\"").doesNotContain("reason");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSendEventsAsTheyHappen_whetherRedisIsUpOrDown(boolean redis) throws Exception {
        if (!redis) {
            cloud.redis("stop");
        }
        String order = shop.order(customer);
        CompletableFuture<HttpResponse<Void>> stream = follow(order, null);
        Awaitility.await().atMost(TIMEOUT).until(() -> lines.contains("event:order.placed"));
        assertThat(stream).isNotDone();

        shop.deliver("order-saga", shop.stockReserved(order));

        stream.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertThat(lines).containsSubsequence("id:1", "event:order.placed", "id:2", "event:order.confirmed");
        assertThat(ids()).hasSize(2);
    }

    @Test
    void shouldResumeAfterTheLastEventId_whenTheClientReconnects() throws Exception {
        String order = shop.order(customer);
        shop.cancel(customer, order).then().statusCode(202);

        follow(order, "1").get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);

        assertThat(lines).contains("id:2", "event:order.cancelled").doesNotContain("id:1");
    }

    @Test
    void shouldEndAtOnce_whenTheClientHasAllEvents() throws Exception {
        String order = shop.order(customer);
        shop.cancel(customer, order).then().statusCode(202);

        HttpResponse<Void> response = follow(order, "2").get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(lines).noneMatch(line -> line.startsWith("id:"));
    }

    @Test
    void shouldRespondWithExistingEvents_whenTheClientPrefersToWait() throws Exception {
        String order = shop.order(customer);

        poll(order, null, "wait=20").get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);

        assertThat(ids()).containsExactly("id:1");
        assertThat(lines).contains("event:order.placed", "retry:500");
    }

    @Test
    void shouldRespondAtTheNextEvent_whenTheClientHasAllEvents() throws Exception {
        String order = shop.order(customer);
        CompletableFuture<HttpResponse<Void>> answer = poll(order, "1", "wait=20");

        shop.deliver("order-saga", shop.stockReserved(order));

        assertThat(answer.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS).statusCode())
                .isEqualTo(200);
        assertThat(ids()).containsExactly("id:2");
        assertThat(lines).contains("event:order.confirmed").noneMatch(line -> line.startsWith("retry:"));
    }

    @ParameterizedTest
    @CsvSource({"wait=1, 5000, 1000", "wait=20, 1500, 500", "wait=0, 5000, 0"})
    void shouldEndWithoutEvents_whenTheTimeOfTheClientIsOver(String prefer, String budget, long millis)
            throws Exception {
        String order = shop.order(customer);
        long start = System.nanoTime();

        HttpResponse<Void> answer =
                poll(order, "1", prefer, "Stage5-Time-Budget", budget).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(millis), Duration.ofMillis(millis + 3000));
        assertThat(lines).contains("retry:500");
        assertThat(ids()).isEmpty();
    }

    @Test
    void shouldSendEachEventOnce_whenTheClientPolls() throws Exception {
        String order = shop.order(customer);
        CompletableFuture<Void> settled =
                CompletableFuture.runAsync(() -> shop.deliver("order-saga", shop.stockReserved(order)));

        while (!lines.contains("event:order.confirmed")) {
            poll(order, ids().isEmpty() ? null : ids().getLast().substring("id:".length()), "wait=1")
                    .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        }

        settled.join();
        assertThat(ids()).containsExactly("id:1", "id:2");
    }

    @Test
    void shouldRespondAtOnce_whenTheMethodIsHead() {
        shop.as(customer)
                .head("/api/orders/{id}/events", shop.order(customer))
                .then()
                .statusCode(200);
    }

    @Test
    void shouldReturn404_whenAnotherCustomerOwnsTheOrder() {
        String order = shop.order(shop.customer());

        shop.as(customer)
                .accept("text/event-stream")
                .get("/api/orders/{id}/events", order)
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void shouldNameTheHeader_whenTheLastEventIdIsNotValid() {
        shop.as(customer)
                .header("Last-Event-ID", "x")
                .get("/api/orders/{id}/events", shop.order(customer))
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("Last-Event-ID"));
    }

    private CompletableFuture<HttpResponse<Void>> follow(String order, String lastEventId, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(orders + "/" + order + "/events"))
                .header("Authorization", "Bearer " + Tokens.customer(customer))
                .header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.fromLineSubscriber(new LineCollector(lines)));
    }

    private CompletableFuture<HttpResponse<Void>> poll(
            String order, String lastEventId, String prefer, String... more) {
        return follow(
                order,
                lastEventId,
                Stream.concat(Stream.of("Prefer", prefer), Stream.of(more)).toArray(String[]::new));
    }

    private List<String> ids() {
        return lines.stream().filter(line -> line.startsWith("id:")).toList();
    }

    private String data(int index) {
        return lines.stream().filter(line -> line.startsWith("data:")).toList().get(index);
    }

    /** Appends each line of the response body to a list. */
    private record LineCollector(List<String> lines) implements java.util.concurrent.Flow.Subscriber<String> {

        @Override
        public void onSubscribe(java.util.concurrent.Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            lines.add(line);
        }

        @Override
        public void onError(Throwable failure) {
            throw new UncheckedIOException(new IOException(failure));
        }

        @Override
        public void onComplete() {}
    }
}
