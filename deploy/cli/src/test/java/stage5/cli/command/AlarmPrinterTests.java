package stage5.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.stack.alarm.AlarmState;
import stage5.stack.alarm.AlarmStatus;

class AlarmPrinterTests {

    private static final Instant FULL_MINUTE = Instant.parse("2026-03-01T12:00:00Z");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final AlarmPrinter printer = new AlarmPrinter(new PrintStream(printed, true, StandardCharsets.UTF_8));

    @Test
    void shouldPrintSeconds_whenTheStateChangesAtAFullMinute() {
        printer.print(List.of(status(AlarmState.ALARM)));

        assertThat(printed.toString(StandardCharsets.UTF_8)).containsPattern("^\\d\\d:\\d\\d:00 .*ALARM.* slow ");
    }

    @Test
    void shouldPrintAStateOnce_whenItStays() {
        printer.print(List.of(status(AlarmState.OK)));
        printer.print(List.of(status(AlarmState.OK)));
        printer.print(List.of(status(AlarmState.ALARM)));

        assertThat(printed.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
    }

    private static AlarmStatus status(AlarmState state) {
        return new AlarmStatus("slow", "It is slow", state, FULL_MINUTE, "the reason");
    }
}
