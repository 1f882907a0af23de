package stage5.local.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.local.Ports;
import stage5.local.TestHttp;

class PaymentEmulatorTests {

    private static final Vertx VERTX = Vertx.vertx();
    private static PaymentEmulator emulator;
    private static TestHttp http;

    private final String key = UUID.randomUUID().toString();
    private final String reference = "order-" + key;

    @BeforeAll
    static void start() throws Exception {
        int port = Ports.free().payment();
        emulator = new PaymentEmulator(VERTX, port);
        emulator.start();
        http = new TestHttp(port);
    }

    @AfterAll
    static void stop() {
        http.close();
        emulator.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void resetSettings() throws Exception {
        assertThat(settings("{}").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldCharge_whenKeyIsNew() throws Exception {
        HttpResponse<String> response = charge(key, body("tok_ok"));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Idempotent-Replayed")).isEmpty();
        JsonNode charge = TestHttp.json(response);
        assertThat(charge.path("id").asText()).startsWith("ch_");
        assertThat(charge.path("reference").asText()).isEqualTo(reference);
        assertThat(charge.path("status").asText()).isEqualTo("succeeded");
        assertThat(charge.at("/amount/amount").asLong()).isEqualTo(1299);
        assertThat(charge.at("/amount/currency").asText()).isEqualTo("EUR");
    }

    @Test
    void shouldReturnTheSameResponse_whenKeyAndBodyAreTheSame() throws Exception {
        HttpResponse<String> first = charge(key, body("tok_ok"));

        HttpResponse<String> second = charge(key, body("tok_ok").replace(",", " ,\n"));

        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(charges()).hasSize(1);
    }

    @Test
    void shouldChargeOnce_whenRequestsAreConcurrent() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, 30)
                .mapToObj(i -> http.sendAsync("POST", "/charges", body("tok_ok"), "Idempotency-Key", key))
                .toList();

        Set<String> bodies = new HashSet<>();
        int replayed = 0;
        for (CompletableFuture<HttpResponse<String>> call : calls) {
            HttpResponse<String> response = call.get(10, TimeUnit.SECONDS);
            assertThat(response.statusCode()).isEqualTo(201);
            bodies.add(response.body());
            replayed += response.headers().firstValue("Idempotent-Replayed").isPresent() ? 1 : 0;
        }
        assertThat(bodies).hasSize(1);
        assertThat(replayed).isEqualTo(29);
        assertThat(charges()).hasSize(1);
    }

    @Test
    void shouldReject_whenKeyWasUsedForAnotherBody() throws Exception {
        charge(key, body("tok_ok"));

        HttpResponse<String> other = charge(key, body("tok_ok").replace("1299", "1300"));

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(TestHttp.json(other).path("code").asText()).isEqualTo("idempotency_key_reused");
        assertThat(charges()).hasSize(1);
    }

    @Test
    void shouldDeclineEveryAttempt_whenTokenIsRefused() throws Exception {
        HttpResponse<String> first = charge(key, body("tok_refused"));
        HttpResponse<String> second = charge(key, body("tok_refused"));

        assertThat(first.statusCode()).isEqualTo(402);
        assertThat(TestHttp.json(first).path("code").asText()).isEqualTo("card_declined");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(charges().get(0).path("status").asText()).isEqualTo("refused");
    }

    @Test
    void shouldRejectWithoutACharge_whenTheKeyIsMissing() throws Exception {
        assertThat(http.send("POST", "/charges", body("tok_ok")).statusCode()).isEqualTo(400);
        assertThat(charge("k".repeat(256), body("tok_ok")).statusCode()).isEqualTo(400);
        assertThat(charges()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"amount\":{\"amount\":1,\"currency\":\"EUR\"},\"paymentToken\":\"tok_ok\"}",
                "{\"reference\":\"r\",\"amount\":{\"amount\":0,\"currency\":\"EUR\"},\"paymentToken\":\"tok_ok\"}",
                "{\"reference\":\"r\",\"amount\":{\"amount\":1.5,\"currency\":\"EUR\"},\"paymentToken\":\"tok_ok\"}",
                "{\"reference\":\"r\",\"amount\":{\"amount\":\"1\",\"currency\":\"EUR\"},\"paymentToken\":\"tok_ok\"}",
                "{\"reference\":\"r\",\"amount\":{\"amount\":1,\"currency\":\"euro\"},\"paymentToken\":\"tok_ok\"}",
                "{\"reference\":\"r\",\"amount\":{\"amount\":1,\"currency\":\"EUR\"},\"paymentToken\":\"card\"}",
                "{\"reference\":\"r\",\"amount\":{\"amount\":1,\"currency\":\"EUR\"},\"paymentToken\":\"tok_ok\",\"x\":1}"
            })
    void shouldReject_whenBodyIsInvalid(String body) throws Exception {
        HttpResponse<String> response = charge(key, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestHttp.json(response).path("detail").asText()).isNotBlank();
    }

    @Test
    void shouldRespondWith4xx_whenTheRequestIsUnsupported() throws Exception {
        assertThat(http.send("GET", "/nothing", null).statusCode()).isEqualTo(404);
        assertThat(http.send("DELETE", "/charges", null).statusCode()).isEqualTo(405);
        assertThat(charge(key, "x".repeat(100_000)).statusCode()).isEqualTo(413);
    }

    @Test
    void shouldVoidPermanently_whenChargeWasMade() throws Exception {
        charge(key, body("tok_ok"));

        HttpResponse<String> first = cancel();
        HttpResponse<String> second = cancel();

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(TestHttp.json(first).path("status").asText()).isEqualTo("voided");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(charge(key, body("tok_ok")).statusCode()).isEqualTo(409);
        assertThat(charges()).hasSize(1);
        assertThat(charges().get(0).path("status").asText()).isEqualTo("voided");
    }

    @Test
    void shouldNeverCharge_whenKeyWasVoidedBefore() throws Exception {
        assertThat(TestHttp.json(cancel()).path("status").asText()).isEqualTo("voided");

        HttpResponse<String> late = charge(key, body("tok_ok"));

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(TestHttp.json(late).path("code").asText()).isEqualTo("voided");
        assertThat(charges()).isEmpty();
    }

    @Test
    void shouldChargeNothing_whenTheErrorRateIsOne() throws Exception {
        settings("{\"errorRate\":1}");

        assertThat(charge(key, body("tok_ok")).statusCode()).isEqualTo(500);
        assertThat(charges()).isEmpty();
    }

    @Test
    void shouldStillCharge_whenResponsesAreLost() throws Exception {
        settings("{\"lostAnswerRate\":1,\"latencyMillis\":0,\"jitterMillis\":0}");
        String otherKey = UUID.randomUUID().toString();

        List<CompletableFuture<HttpResponse<String>>> calls = List.of(
                http.sendAsync("POST", "/charges", body("tok_ok"), "Idempotency-Key", key),
                http.sendAsync("POST", "/charges", body("tok_ok"), "Idempotency-Key", otherKey));
        Object first =
                CompletableFuture.anyOf(calls.toArray(CompletableFuture[]::new)).get(5, TimeUnit.SECONDS);

        assertThat(((HttpResponse<?>) first).statusCode()).isEqualTo(500);
        assertThat(calls).filteredOn(call -> !call.isDone()).singleElement().satisfies(call -> assertThatThrownBy(
                        () -> call.get(200, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class));
        assertThat(charges()).hasSize(2);
    }

    @Test
    void shouldRefuseNewCharges_whenTheRefusalRateIsOne() throws Exception {
        settings("{\"refusalRate\":1}");

        assertThat(charge(key, body("tok_ok")).statusCode()).isEqualTo(402);
    }

    @Test
    void shouldDelayTheResponse_whenLatencyIsSet() throws Exception {
        settings("{\"latencyMillis\":300,\"jitterMillis\":0}");

        long begin = System.nanoTime();
        charge(key, body("tok_ok"));

        assertThat((System.nanoTime() - begin) / 1_000_000).isGreaterThanOrEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 408, 409, 422, 425, 429, 500, 502, 503, 504, 599})
    void shouldRespondWithTheStatusAndDoNothing_whenItIsSet(int status) throws Exception {
        settings("{\"status\":" + status + "}");

        assertThat(charge(key, body("tok_ok")).statusCode()).isEqualTo(status);
        assertThat(cancel().statusCode()).isEqualTo(status);

        settings("{}");
        assertThat(charges()).isEmpty();
        assertThat(charge(key, body("tok_ok")).statusCode()).isEqualTo(201);
    }

    @Test
    void shouldStillCharge_whenTheStatusComesAfterTheEffect() throws Exception {
        settings("{\"status\":408,\"statusAfterEffect\":true}");

        assertThat(charge(key, body("tok_ok")).statusCode()).isEqualTo(408);

        assertThat(charges().get(0).path("status").asText()).isEqualTo("succeeded");
        assertThat(cancel().statusCode()).isEqualTo(408);
        assertThat(charges().get(0).path("status").asText()).isEqualTo("voided");
    }

    @Test
    void shouldRespondWithTheStatusToTheFirstCalls_whenACountIsSet() throws Exception {
        settings("{\"status\":429,\"statusCount\":2}");

        assertThat(statusesOfCharges(4)).containsExactly(429, 429, 201, 201);
    }

    @Test
    void shouldRespondWithTheStatusToTheSameCalls_whenTheSeedIsTheSame() throws Exception {
        String settings = "{\"status\":403,\"statusRate\":0.5,\"seed\":7}";
        settings(settings);
        List<Integer> first = statusesOfCharges(40);

        settings(settings);

        assertThat(statusesOfCharges(40)).isEqualTo(first).contains(201, 403);
    }

    @Test
    void shouldRespondWith409_whenTheSameKeyIsOutstanding() throws Exception {
        settings("{\"latencyMillis\":1000,\"jitterMillis\":0,\"conflictWhileOutstanding\":true}");
        CompletableFuture<HttpResponse<String>> outstanding =
                http.sendAsync("POST", "/charges", body("tok_ok"), "Idempotency-Key", key);
        awaitSlowCall();

        HttpResponse<String> repeated = charge(key, body("tok_ok"));
        assertThat(repeated.statusCode()).isEqualTo(409);
        assertThat(TestHttp.json(repeated).path("code").asText()).isEqualTo("request_outstanding");
        assertThat(cancel().statusCode()).isEqualTo(409);
        assertThat(charges()).isEmpty();

        assertThat(outstanding.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
        assertThat(charge(key, body("tok_ok")).statusCode()).isEqualTo(201);
        assertThat(charges()).hasSize(1);
        assertThat(cancel().statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":200}",
                "{\"status\":600}",
                "{\"statusCount\":-1}",
                "{\"statusRate\":2}",
                "{\"latencyMillis\":-1}",
                "{\"latencyMillis\":60001}",
                "{\"errorRate\":1.1}",
                "{\"errorRate\":\"NaN\"}",
                "{\"unknown\":1}"
            })
    void shouldRejectSettings_whenTheyAreInvalid(String settings) throws Exception {
        JsonNode before = http.get("/settings");

        assertThat(settings(settings).statusCode()).isEqualTo(400);
        assertThat(http.get("/settings")).isEqualTo(before);
    }

    @Test
    void shouldShowDefaults_whenNothingIsSet() throws Exception {
        JsonNode settings = http.get("/settings");

        assertThat(settings.path("latencyMillis").asInt()).isEqualTo(30);
        assertThat(settings.path("errorRate").asDouble()).isZero();
        assertThat(settings.path("lostAnswerRate").asDouble()).isZero();
        assertThat(settings.path("refusalRate").asDouble()).isZero();
    }

    /** Returns the status of each of several charges with new keys, one after the other. */
    private List<Integer> statusesOfCharges(int number) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            statuses.add(charge(UUID.randomUUID().toString(), body("tok_ok")).statusCode());
        }
        return statuses;
    }

    private HttpResponse<String> charge(String idempotencyKey, String body) throws Exception {
        return http.send("POST", "/charges", body, "Idempotency-Key", idempotencyKey);
    }

    private HttpResponse<String> cancel() throws Exception {
        return http.send("POST", "/charges/" + key + "/void", null);
    }

    /** Waits until the emulator delays a call: then the call is outstanding. */
    private static void awaitSlowCall() throws InterruptedException {
        Instant end = Instant.now().plusSeconds(10);
        while (emulator.faults().effects().get("slow") == 0) {
            assertThat(Instant.now()).isBefore(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static HttpResponse<String> settings(String settings) throws Exception {
        return http.send("PUT", "/settings", settings);
    }

    private JsonNode charges() throws Exception {
        return http.get("/charges?reference=" + reference);
    }

    private String body(String token) {
        return """
                {"reference":"%s","amount":{"amount":1299,"currency":"EUR"},"paymentToken":"%s"}""".formatted(reference, token);
    }
}
