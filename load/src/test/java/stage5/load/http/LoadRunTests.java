package stage5.load.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadRunTests {

    private static final LoadRun RUN = new LoadRun(
            List.of(
                    exchange(0, 1, 5, 200),
                    exchange(400, 400, 900, 202),
                    exchange(1000, 1500, 1520, 503),
                    exchange(1999, 2000, 2001, Exchange.LOST)),
            Duration.ofSeconds(2));

    private static Exchange exchange(long due, long sent, long end, int status) {
        return new Exchange("any", nanos(due), nanos(sent), nanos(end), status);
    }

    private static long nanos(long millis) {
        return millis * 1_000_000;
    }

    @Test
    void shouldCountSuccessesOnly_whenSomeFail() {
        assertThat(RUN.perSecond()).isEqualTo(2);
        assertThat(RUN.successes().perSecond()).isEqualTo(1);
        assertThat(RUN.successShare()).isEqualTo(0.5);
        assertThat(RUN.where(Exchange::isShed).count()).isEqualTo(1);
    }

    @Test
    void shouldSelectByDueTime_whenAPartIsRequested() {
        LoadRun second = RUN.between(Duration.ofSeconds(1), Duration.ofSeconds(2));

        assertThat(second.count()).isEqualTo(2);
        assertThat(second.length()).isEqualTo(Duration.ofSeconds(1));
        assertThat(second.perSecond()).isEqualTo(2);
    }

    @Test
    void shouldMeasureFromDueAndFromSent_whenARequestIsLate() {
        LoadRun late = RUN.where(Exchange::isShed);

        assertThat(late.latencies().percentile(50)).isCloseTo(520, within(1.0));
        assertThat(late.responseTimes().percentile(50)).isCloseTo(20, within(0.1));
        assertThat(late.lag().percentile(50)).isCloseTo(500, within(1.0));
    }

    @Test
    void shouldNameTheStatuses_whenRequestsFail() {
        assertThat(RUN.failures()).isEqualTo("2 (no response: 1, 503: 1)");
        assertThat(RUN.successes().failures()).isEqualTo("0");
        assertThat(new LoadRun(List.of(exchange(0, 0, 0, Exchange.NOT_SENT)), Duration.ofSeconds(1)).failures())
                .isEqualTo("1 (not sent: 1)");
    }
}
