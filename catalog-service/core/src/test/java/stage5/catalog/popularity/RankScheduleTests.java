package stage5.catalog.popularity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankScheduleTests {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final RankSchedule schedule = new RankSchedule(INTERVAL);

    @Test
    void shouldBeDueOnceWithinTheInterval_whenAProductIsSoldOften() {
        schedule.sold(List.of("MUG-1"), START);
        assertThat(schedule.takeDue(START, 10)).isEmpty();
        schedule.sold(List.of("MUG-1"), START.plusMillis(1));

        assertThat(schedule.takeDue(START.plus(INTERVAL), 10)).containsExactly("MUG-1");
        assertThat(schedule.takeDue(START.plus(INTERVAL), 10)).isEmpty();
    }

    @Test
    void shouldBeDueAtTheSameTimes_whenTwoProcessesSellAProduct() {
        RankSchedule other = new RankSchedule(INTERVAL);
        schedule.sold(List.of("MUG-1"), START);
        other.sold(List.of("MUG-1"), firstDue(schedule).minusMillis(1));

        assertThat(firstDue(other)).isEqualTo(firstDue(schedule));
    }

    @Test
    void shouldBeDueAtOnce_whenThereIsNoInterval() {
        RankSchedule always = new RankSchedule(Duration.ZERO);
        always.sold(List.of("MUG-1"), START);

        assertThat(always.takeDue(START, 10)).containsExactly("MUG-1");
    }

    @Test
    void shouldKeepTheRest_whenMoreProductsAreDueThanAreTaken() {
        schedule.sold(List.of("MUG-1", "MUG-2", "MUG-3"), START);
        Instant later = START.plus(INTERVAL);

        assertThat(schedule.takeDue(later, 2)).hasSize(2);
        assertThat(schedule.takeDue(later, 2)).hasSize(1);
    }

    @Test
    void shouldRejectTheInterval_whenItIsNegative() {
        assertThatThrownBy(() -> new RankSchedule(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Instant firstDue(RankSchedule schedule) {
        Instant now = START;
        List<String> due = schedule.takeDue(now, 1);
        while (due.isEmpty()) {
            now = now.plusMillis(1);
            due = schedule.takeDue(now, 1);
        }
        schedule.sold(due, now.minusMillis(1));
        return now;
    }
}
