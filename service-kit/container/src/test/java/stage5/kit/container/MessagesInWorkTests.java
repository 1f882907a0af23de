package stage5.kit.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.kit.container.MessagesInWork.Finished;

class MessagesInWorkTests {

    private static final Duration TEN = Duration.ofSeconds(10);
    private static final Duration HOUR = Duration.ofHours(1);

    private long nanos;
    private final MessagesInWork inWork = new MessagesInWork(() -> nanos);

    @Test
    void shouldReturnLatencyAndReceipt_whenAMessageIsFinished() {
        inWork.add("m1", "receipt");
        pass(3);

        assertThat(inWork.remove("m1")).isEqualTo(new Finished("receipt", Duration.ofSeconds(3)));
        assertThat(inWork.remove("m1")).isNull();
        assertThat(inWork.size()).isZero();
    }

    @Test
    void shouldKeepTheLatestReceipt_whenAMessageIsReceivedAgain() {
        assertThat(inWork.add("m1", "first")).isTrue();
        pass(30);
        assertThat(inWork.add("m1", "second")).isFalse();

        assertThat(inWork.toExtend(TEN, HOUR)).as("just hidden again").isEmpty();
        assertThat(inWork.remove("m1")).isEqualTo(new Finished("second", Duration.ofSeconds(30)));
    }

    @Test
    void shouldExtend_whenAMessageWasHiddenLongAgo() {
        inWork.add("m1", "one");
        pass(5);
        inWork.add("m2", "two");
        pass(5);
        assertThat(inWork.toExtend(TEN, HOUR)).containsExactly("one");

        inWork.hidden(List.of("one"), nanos);
        pass(5);
        assertThat(inWork.toExtend(TEN, HOUR)).containsExactly("two");
        pass(5);
        assertThat(inWork.toExtend(TEN, HOUR)).containsExactly("one", "two");
    }

    @Test
    void shouldGiveUp_whenTheWorkTakesTooLong() {
        inWork.add("m1", "one");
        pass(3600);
        inWork.add("m2", "two");
        pass(10);

        assertThat(inWork.toExtend(TEN, HOUR)).containsExactly("two");
        assertThat(inWork.giveUp(HOUR)).containsExactly("m1");
        assertThat(inWork.removeAll()).containsExactly("two");
    }

    private void pass(long seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
    }
}
