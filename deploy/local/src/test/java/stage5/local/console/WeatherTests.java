package stage5.local.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.local.LocalCloud;
import stage5.local.TestClouds;
import stage5.local.TestHttp;

/** The console's endpoints for faults, on the real local cloud. */
class WeatherTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final String[] EMULATORS = {
        "dynamodb", "sqs", "sns", "redis", "redis-sessions", "payment", "smtp", "lambda"
    };

    /** Sessions are in Redis only, so no preset takes them away. */
    private static final List<String> IN_STORM = Stream.of(EMULATORS)
            .filter(name -> !Set.of("redis-sessions", "lambda").contains(name))
            .toList();

    @TempDir
    static Path directory;

    private static LocalCloud cloud;
    private static TestHttp console;
    private static TestHttp payment;

    @BeforeAll
    static void start() throws Exception {
        cloud = TestClouds.start(directory);
        console = new TestHttp(cloud.ports().console());
        payment = new TestHttp(cloud.ports().payment());
    }

    @AfterAll
    static void stop() {
        console.close();
        payment.close();
        cloud.close();
    }

    @AfterEach
    void clear() throws Exception {
        assertThat(console.send("DELETE", "/faults", null).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldBeClear_whenStarted() throws Exception {
        JsonNode report = console.get("/faults");

        assertThat(report.path("weather").asText()).isEqualTo("clear");
        assertThat(report.path("faults").properties()).hasSize(EMULATORS.length).allSatisfy(emulator -> {
            assertThat(emulator.getValue().path("active").asBoolean()).isFalse();
            assertThat(emulator.getValue().path("effects").properties())
                    .isNotEmpty()
                    .allMatch(effect -> effect.getValue().isIntegralNumber());
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dynamodb | {\"throttleShare\": 1.5}      | throttleShare",
                "dynamodb | {\"holdMillis\": 5001}        | holdMillis",
                "dynamodb | {\"errorShare\": \"often\"}   | errorShare",
                "sqs      | {\"duplicateMillis\": -1}     | duplicateMillis",
                "sqs      | {\"delayShare\": -0.1}        | delayShare",
                "sns      | {\"latencyMillis\": 60001}    | latencyMillis",
                "sns      | {\"mode\": \"odd\"}           | mode",
                "sqs      | {\"poisonMillis\": 1}         | poisonMillis",
                "redis    | {\"failovers\": 10001}        | failovers",
                "redis    | {\"lose\": \"hope\"}          | lose",
                "payment  | {\"errorRate\": 2}            | errorRate",
                "smtp     | {\"greylistShare\": 7}        | greylistShare",
                "smtp     | {\"unknown\": 1}              | unknown",
            })
    void shouldNameTheField_whenASettingIsInvalid(String emulator, String body, String field) throws Exception {
        HttpResponse<String> response = console.send("PUT", "/faults/" + emulator, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(TestHttp.json(response).path("field").asText()).isEqualTo(field);
        assertThat(TestHttp.json(response).path("detail").asText()).contains(field);
        assertThat(console.get("/faults").path("weather").asText()).isEqualTo("clear");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "", "{", "null"})
    void shouldReject_whenTheBodyIsNoObject(String body) throws Exception {
        assertThat(console.send("PUT", "/faults/sqs", body).statusCode()).isEqualTo(400);
        assertThat(console.send("PUT", "/faults", body).statusCode()).isEqualTo(400);
    }

    @Test
    void shouldRejectUnknownNames() throws Exception {
        assertThat(console.send("PUT", "/faults/kinesis", "{}").statusCode()).isEqualTo(404);
        assertThat(console.send("GET", "/faults/kinesis", null).statusCode()).isEqualTo(404);
        assertThat(console.send("PUT", "/faults", "{\"kinesis\":{}}").statusCode())
                .isEqualTo(404);
        assertThat(console.send("PUT", "/weather/hail", null).statusCode()).isEqualTo(404);
        assertThat(console.send("PUT", "/weather/storm?seed=x", null).statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldSetOneFaultAndRemoveIt() throws Exception {
        JsonNode set = TestHttp.json(console.send("PUT", "/faults/sqs", "{\"duplicateShare\": 0.5, \"seed\": 9}"));

        assertThat(set.path("duplicateShare").asDouble()).isEqualTo(0.5);
        assertThat(console.get("/faults/sqs")).isEqualTo(set);
        assertThat(console.get("/faults").path("weather").asText()).isEqualTo("custom");
        assertThat(console.get("/faults").at("/faults/sqs/active").asBoolean()).isTrue();
        assertThat(console.get("/faults").at("/faults/sns/active").asBoolean()).isFalse();

        assertThat(console.send("PUT", "/faults/sqs", "{}").statusCode()).isEqualTo(200);
        assertThat(console.get("/faults").path("weather").asText()).isEqualTo("clear");
    }

    @Test
    void shouldCountSlowPayments_whenTheirLatencyIsAboveTheDefault() throws Exception {
        console.send("PUT", "/faults/payment", "{\"latencyMillis\": 49, \"jitterMillis\": 1}");
        payment.send("POST", "/charges/key-2/void", null);
        assertThat(console.get("/faults").at("/faults/payment/effects/slow").asInt())
                .isZero();

        console.send("PUT", "/faults/payment", "{\"latencyMillis\": 51, \"jitterMillis\": 0}");
        payment.send("POST", "/charges/key-2/void", null);

        assertThat(console.get("/faults").at("/faults/payment/effects/slow").asInt())
                .isOne();
    }

    @Test
    void shouldRemoveTheFault_whenItsTimeToLiveIsOver() throws Exception {
        assertThat(console.send("PUT", "/faults/sqs?ttl=1", "{\"duplicateShare\": 0.5}")
                        .statusCode())
                .isEqualTo(200);

        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (console.get("/faults").at("/faults/sqs/active").asBoolean()) {
            assertThat(System.nanoTime()).as("the fault ends by itself").isLessThan(deadline);
            Thread.sleep(POLL_INTERVAL);
        }
        assertThat(console.get("/faults").path("weather").asText()).isEqualTo("clear");
        console.send("PUT", "/faults/sqs?ttl=3600", "{\"duplicateShare\": 0.5}");
        assertThat(console.get("/faults").at("/faults/sqs/endsAt").asText()).isNotEmpty();
        assertThat(console.get("/faults").at("/faults/sns").has("endsAt")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "86401", "soon"})
    void shouldReject_whenTheTimeToLiveIsInvalid(String ttl) throws Exception {
        HttpResponse<String> response = console.send("PUT", "/faults/sqs?ttl=" + ttl, "{\"duplicateShare\": 0.5}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestHttp.json(response).path("detail").asText()).contains("ttl");
        assertThat(console.get("/faults").path("weather").asText()).isEqualTo("clear");
    }

    @Test
    void shouldReplaceAllFaults_whenSetTogether() throws Exception {
        console.send("PUT", "/faults/redis", "{\"failovers\": 1, \"periodMillis\": 3600000}");

        JsonNode report = TestHttp.json(console.send("PUT", "/faults", "{\"sns\": {\"mode\": \"down\"}}"));

        assertThat(report.at("/faults/sns/active").asBoolean()).isTrue();
        assertThat(report.at("/faults/redis/active").asBoolean()).isFalse();
        HttpResponse<String> invalid =
                console.send("PUT", "/faults", "{\"sqs\": {\"delayShare\": 1}, \"sns\": {\"share\": 2}}");
        assertThat(TestHttp.json(invalid).path("field").asText()).isEqualTo("sns.share");
        assertThat(console.get("/faults/sqs").path("delayShare").asDouble())
                .as("nothing is changed if one setting is invalid")
                .isZero();
        assertThat(TestHttp.json(console.send("PUT", "/faults", "{}"))
                        .path("weather")
                        .asText())
                .isEqualTo("clear");
    }

    @Test
    void shouldApplyEachPreset() throws Exception {
        JsonNode names = console.get("/weather");
        assertThat(names).extracting(JsonNode::asText).containsExactly("clear", "drizzle", "storm");
        for (JsonNode name : names) {
            HttpResponse<String> response = console.send("PUT", "/weather/" + name.asText(), null);

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(console.get("/state").path("weather").asText()).isEqualTo(name.asText());
        }
        JsonNode storm = console.get("/faults");
        for (String emulator : IN_STORM) {
            assertThat(storm.at("/faults/" + emulator + "/active").asBoolean()).isTrue();
        }
        console.send("PUT", "/weather/storm?seed=77", null);
        for (String emulator : IN_STORM) {
            assertThat(console.get("/faults/" + emulator).path("seed").asLong()).isEqualTo(77);
        }
    }

    @Test
    void shouldCountTheEffectsOfPaymentFaults() throws Exception {
        console.send("PUT", "/faults/payment", "{\"errorRate\": 1, \"latencyMillis\": 0, \"jitterMillis\": 0}");

        assertThat(payment.send("POST", "/charges/key-1/void", null).statusCode())
                .isEqualTo(500);

        assertThat(console.get("/state").at("/faults/payment/errors").asInt()).isEqualTo(1);
        assertThat(payment.get("/settings").path("errorRate").asDouble()).isEqualTo(1);
        clear();
        assertThat(payment.get("/settings").path("errorRate").asDouble()).isZero();
        assertThat(payment.send("POST", "/charges/key-1/void", null).statusCode())
                .isEqualTo(200);
    }
}
