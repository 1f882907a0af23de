package stage5.stack.alarm.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static stage5.stack.alarm.AlarmState.ALARM;
import static stage5.stack.alarm.AlarmState.OK;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.stack.Form;
import stage5.stack.StackException;
import stage5.stack.alarm.MetricAlarm;
import stage5.stack.alarm.MetricAlarm.Comparison;
import stage5.stack.alarm.MetricAlarm.MissingData;
import stage5.stack.alarm.MetricQuery;
import stage5.stack.alarm.MetricStat;
import stage5.stack.alarm.SynthesizedAlarms;
import stage5.topology.Topology;

/** Each minute the clock moves to the end of the minute, and then the shop changes. */
class LocalAlarmsTests {

    private static final String REQUESTS = "http_server_requests_seconds";
    private static final int MANY_TIMES_FASTER = 30;
    private static final Duration REAL_MINUTE = Duration.ofMinutes(1).dividedBy(MANY_TIMES_FASTER);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final Speed speed = new Speed(MANY_TIMES_FASTER);
    private IntConsumer shop = minute -> {};
    private int minute;
    private StubApi api;

    @BeforeEach
    void start() throws IOException {
        api = new StubApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void shouldFireAndEnd_whenADeadLetterComesAndGoes() throws InterruptedException {
        shop = minute -> api.answer("/queues", queues(minute == 3 ? 1 : 0, 0));
        LocalAlarms alarms = alarms(Form.CONTAINER, new QueueMetrics(api.api(), speed));

        assertThat(alarms.await("order-saga-dead-letters", OK, minutes(1))).isPresent();
        assertThat(alarms.await("order-saga-dead-letters", ALARM, minutes(5))).hasValueSatisfying(status -> {
            assertThat(status.reason()).contains("[1]");
            assertThat(status.since()).isEqualTo(now.get());
        });
        assertThat(minute).isEqualTo(3);
        assertThat(alarms.await("order-saga-dead-letters", OK, minutes(1))).isPresent();
        assertThat(alarms.firing(minutes(5))).isEmpty();
    }

    @Test
    void shouldMultiplyAges_whenMinutesPassFaster() throws InterruptedException {
        shop = minute -> api.answer("/queues", queues(0, minute));
        LocalAlarms alarms = alarms(Form.CONTAINER, new QueueMetrics(api.api(), speed));

        // Minute 11 is the first in which 11 s count as more than 300 s; three of five minutes have to.
        assertThat(alarms.await("order-saga-waits", ALARM, minutes(20))).isPresent();
        assertThat(minute).isEqualTo(13);
    }

    @Test
    void shouldCountFailures_whenTheServiceIsAContainer() throws InterruptedException {
        shop = minute -> api.answer("/q/metrics", """
                # HELP http_server_requests_seconds
                http_server_requests_seconds_count{method="GET",status="200",uri="/api/orders/{id}"} %d.0
                http_server_requests_seconds_count{method="GET",status="503",uri="/api/orders/{id}"} %d.0 # {trace_id="1"} 0.1
                stage5_consumer_failed_total{queue="order-saga"} %d.0
                stage5_outbox_age 1.0
                """.formatted(1000 + minute, 500 + 5 * minute, 4 * minute));
        LocalAlarms alarms = alarms(Form.CONTAINER, new ContainerMetrics("order-service", api.api(), speed));

        assertThat(alarms.await("order-service-balancer-blue-failures", ALARM, minutes(10)))
                .hasValueSatisfying(status -> assertThat(status.reason()).contains("[5, 5, 5]"));
        assertThat(minute).as("the first reading shows no increase").isEqualTo(4);
        assertThat(alarms.firing(minutes(10)))
                .containsOnlyKeys(
                        "order-service-balancer-blue-failures",
                        "order-service-availability-burns-fast",
                        "order-service-availability-burns-slow");
    }

    @Test
    void shouldMeasureLatency_whenTheServiceHasAHistogram() throws InterruptedException {
        shop = minute -> api.answer("/q/metrics", """
                http_server_requests_seconds_count{uri="/api/orders",status="200"} %1$d
                http_server_requests_seconds_sum{uri="/api/orders",status="200"} %1$d
                http_server_requests_seconds_bucket{uri="/api/orders",status="200",le="0.2"} %2$d
                http_server_requests_seconds_bucket{uri="/api/orders",status="200",le="2.0"} %1$d
                http_server_requests_seconds_bucket{uri="/api/orders",status="200",le="+Inf"} %1$d
                http_server_requests_seconds_count{uri="/api/orders/{id}/events",status="200"} %1$d
                http_server_requests_seconds_bucket{uri="/api/orders/{id}/events",status="200",le="+Inf"} %1$d
                """.formatted(100 * minute, minute > 5 ? 500 : 100 * minute));
        LocalAlarms alarms = alarms(Form.CONTAINER, new ContainerMetrics("order-service", api.api(), speed));

        assertThat(alarms.firing(minutes(5))).isEmpty();
        assertThat(alarms.await("order-service-balancer-slow", ALARM, minutes(5)))
                .hasValueSatisfying(status -> assertThat(status.reason()).contains("[2, 2, 2, 0.20, 0.20]"));
        assertThat(alarms.await("order-service-latency-burns-fast", ALARM, minutes(5)))
                .isPresent();
    }

    @Test
    void shouldMeasureAnOperation_whenTheServiceIsAContainer() throws InterruptedException {
        shop = minute -> api.answer(
                "/q/metrics",
                histogram(
                                REQUESTS,
                                "method=\"POST\",outcome=\"SUCCESS\",status=\"202\",uri=\"/api/orders\"",
                                10 * minute,
                                9)
                        + histogram(
                                REQUESTS,
                                "method=\"GET\",outcome=\"SUCCESS\",status=\"200\",uri=\"/api/orders/{id}\"",
                                1000 * minute,
                                1000 * minute)
                        + histogram("stage5_orders_settling_seconds", "outcome=\"confirmed\"", 10 * minute, 9));
        LocalAlarms alarms = alarms(
                new SynthesizedAlarms(
                        List.of(
                                slow("confirmed", "stage5_orders_settling_seconds", Map.of("outcome", "confirmed")),
                                slow("place", REQUESTS, operation("POST", "/api/orders")),
                                slow("read", REQUESTS, operation("GET", "/api/orders/{id}"))),
                        List.of()),
                new ContainerMetrics("order-service", api.api(), speed));

        assertThat(alarms.firing(minutes(10))).containsOnlyKeys("confirmed", "place");
    }

    private static Map<String, String> operation(String method, String uri) {
        return Map.of("method", method, "uri", uri, "outcome", "SUCCESS");
    }

    /** Returns an alarm on a 99th percentile of more than a second. */
    private static MetricAlarm slow(String name, String metric, Map<String, String> dimensions) {
        SortedMap<String, String> all = new TreeMap<>(dimensions);
        all.put("Service", "order-service");
        MetricStat p99 = new MetricStat("StageFive", metric, all, Duration.ofMinutes(1), "p99");
        return new MetricAlarm(
                name,
                "",
                true,
                List.of(MetricQuery.of("p99", p99)),
                "p99",
                Comparison.ABOVE,
                1,
                null,
                3,
                3,
                MissingData.NOT_BREACHING);
    }

    /** Returns a histogram of which some values are at most 100 ms, and the others more than 5 s. */
    private static String histogram(String name, String labels, int count, int fast) {
        return """
                %1$s_count{%2$s} %3$d
                %1$s_bucket{%2$s,le="0.1"} %4$d
                %1$s_bucket{%2$s,le="5.0"} %4$d
                %1$s_bucket{%2$s,le="+Inf"} %3$d
                """.formatted(name, labels, count, fast);
    }

    @Test
    void shouldMeasureFunctions_whenTheServiceIsAFunction() throws InterruptedException {
        shop = minute -> {
            api.answer("/lambda/functions", """
                    {"functions": [{"name": "order-http", "invocations": %1$d, "errors": %1$d, "throttles": 0}]}
                    """.formatted(10 * minute));
            api.answer("/lambda/services/order-service", "{\"answers\": {\"500\": %d}}".formatted(10 * minute));
            api.answer("/lambda/reports", """
                    [{"function": "order-http", "at": "%s", "durationMillis": 1500}]
                    """.formatted(now.get().minusMillis(1)));
        };
        LocalAlarms alarms =
                alarms(Form.LAMBDA, new FunctionMetrics(Topology.load().of("order-service"), api.api()));

        assertThat(alarms.firing(minutes(8)))
                .containsOnlyKeys(
                        "order-service-api-failures",
                        "order-service-availability-burns-fast",
                        "order-service-availability-burns-slow",
                        "order-service-latency-burns-fast",
                        "order-service-latency-burns-slow",
                        "order-service-order-http-errors",
                        "order-service-order-http-slow");
    }

    @Test
    void shouldReadTheLog_whenAFunctionWritesMetrics(@TempDir Path folder) throws Exception {
        Path log = Files.writeString(folder.resolve("order-service.log"), line(9_000));
        shop = minute -> append(log, "START\n" + line(minute < 3 ? 0 : 600));
        LocalAlarms alarms = alarms(Form.LAMBDA, new EmbeddedMetricLog(log, speed));

        assertThat(alarms.await("order-service-spans-lost", ALARM, minutes(20))).isPresent();
        assertThat(minute).as("a period of five minutes").isBetween(3, 9);
    }

    /** A killed process can leave half a character of UTF-8. */
    @Test
    void shouldReadEachLineOnce_whenTheLogContainsABrokenCharacter(@TempDir Path folder) throws Exception {
        Path log = Files.createFile(folder.resolve("order-service.log"));
        EmbeddedMetricLog reader = new EmbeddedMetricLog(log, speed);
        AtomicInteger read = new AtomicInteger();

        Files.write(log, new byte[] {(byte) 0xc3, (byte) 0xc3, '\n'}, StandardOpenOption.APPEND);
        append(log, line(1) + line(2));
        reader.read((metric, sample) -> read.incrementAndGet());
        int first = read.getAndSet(0);
        append(log, line(3));
        reader.read((metric, sample) -> read.incrementAndGet());

        assertThat(first).isPositive();
        assertThat(read.get()).isEqualTo(first / 2);
    }

    @Test
    void shouldHaveNoDatapoint_whenTheServiceIsNotReadyOrDown() throws InterruptedException {
        shop = minute -> {
            if (minute == 2) {
                api.stop();
            }
        };
        LocalAlarms alarms = alarms(Form.CONTAINER, new ContainerMetrics("order-service", api.api(), speed));

        for (int minutes = 0; minutes < 3; minutes++) {
            assertThat(alarms.next())
                    .filteredOn(status -> status.name().equals("order-service-balancer-slow"))
                    .singleElement()
                    .satisfies(status -> assertThat(status.reason()).startsWith("No datapoint"));
        }
    }

    @Test
    void shouldNameTheAlarms_whenOneIsUnknownOrHasNoMetrics() {
        LocalAlarms alarms = alarms(Form.CONTAINER, new QueueMetrics(api.api(), speed));

        assertThat(alarms.withoutMetrics()).contains("order-journey");
        assertThatThrownBy(() -> alarms.await("order-journey", ALARM, minutes(1)))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("no metrics");
        assertThatThrownBy(() -> alarms.await("nonsense", ALARM, minutes(1)))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("order-saga-waits");
    }

    private LocalAlarms alarms(Form form, MetricReader reader) {
        return alarms(SynthesizedAlarms.of(form), reader);
    }

    private LocalAlarms alarms(SynthesizedAlarms definitions, MetricReader reader) {
        return new LocalAlarms(definitions, speed, List.of(reader), List.of(), now::get, end -> {
            now.set(end);
            shop.accept(++minute);
        });
    }

    private static Duration minutes(int minutes) {
        return REAL_MINUTE.multipliedBy(minutes);
    }

    private static String queues(int deadLetters, int oldestSeconds) {
        return "[{\"name\": \"order-saga\", \"visible\": 0, \"inFlight\": 0, \"deadLetters\": %d, \"oldestSeconds\": %d}]"
                .formatted(deadLetters, oldestSeconds);
    }

    private static String line(int lost) {
        return """
                {"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Namespace":"StageFive","Dimensions":[["Service"]],\
                "Metrics":[{"Name":"stage5_spans_lost_total"}]}]},"Service":"order-service","stage5_spans_lost_total":%d}
                """.formatted(lost);
    }

    private static void append(Path log, String text) {
        try {
            Files.writeString(log, text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
