package stage5.order.lambda.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The saga's timers in functions agree with the schedule and the time-outs that the topology declares. */
class SagaTimersTests {

    private static final String PREFIX = "stage5.order.saga.";
    private static final Path TOPOLOGY =
            Path.of("../../deploy/topology/src/main/resources/stage5/topology/order-service.yaml");

    /** The visibility time-out of the queues, after which a message is delivered again if its function crashed. */
    private static final Duration REDELIVERY = Duration.ofSeconds(90);

    private final Map<String, Duration> timers = timers("lambda-events");

    @Test
    void shouldBeTheSame_inBothFunctions() {
        Map<String, Duration> begun = timers("lambda-http");

        assertThat(begun).containsOnlyKeys("wake-every", "stock-deadline", "deadline");
        assertThat(timers).containsAllEntriesOf(begun);
    }

    @Test
    void shouldStateTheInterval_ofTheSchedule() throws IOException {
        assertThat(timers.get("wake-every")).isEqualTo(declared("name: order-deadlines,.*every: (\\w+)"));
    }

    @Test
    void shouldBeMultiplesOfTheSchedule() {
        Duration schedule = timers.get("wake-every");

        assertThat(timers.get("stock-deadline").toMillis() % schedule.toMillis())
                .isZero();
        assertThat(timers.get("deadline").toMillis() % schedule.toMillis()).isZero();
    }

    @Test
    void shouldAllowARedeliveryBeforeTheStockDeadline_andARetryAfterIt() {
        assertThat(timers.get("stock-deadline")).isGreaterThan(REDELIVERY);
        assertThat(timers.get("deadline").minus(timers.get("stock-deadline")))
                .isGreaterThanOrEqualTo(timers.get("wake-every"));
    }

    @Test
    void shouldEndARun_beforeItsFunctionTimesOut() throws IOException {
        assertThat(timers.get("wake-budget"))
                .isLessThanOrEqualTo(
                        declared("name: order-deadlines,.*timeout: (\\w+)").minusSeconds(10));
    }

    private static Duration declared(String pattern) throws IOException {
        Matcher declaration = Pattern.compile(pattern).matcher(Files.readString(TOPOLOGY));
        assertThat(declaration.find()).isTrue();
        return Duration.parse(declaration.group(1));
    }

    /** Returns the saga's settings of a module, without their prefix. */
    private static Map<String, Duration> timers(String module) {
        Properties properties = new Properties();
        try (Reader file =
                Files.newBufferedReader(Path.of("..", module, "src/main/resources/application.properties"))) {
            properties.load(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Map<String, Duration> timers = new TreeMap<>();
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX))
                .forEach(name -> timers.put(
                        name.substring(PREFIX.length()), Duration.parse("PT" + properties.getProperty(name))));
        return timers;
    }
}
