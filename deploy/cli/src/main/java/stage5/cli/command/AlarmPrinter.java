package stage5.cli.command;

import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stage5.stack.alarm.AlarmState;
import stage5.stack.alarm.AlarmStatus;
import stage5.stack.terminal.Style;

/** Prints the states of alarms: all at first, then those that change. */
final class AlarmPrinter {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final PrintStream out;
    private final Map<String, AlarmState> printed = new HashMap<>();

    AlarmPrinter(PrintStream out) {
        this.out = out;
    }

    void print(List<AlarmStatus> statuses) {
        for (AlarmStatus status : statuses) {
            if (printed.put(status.name(), status.state()) != status.state()) {
                out.printf(
                        "%s %s  %-45s %s%n",
                        TIME.format(status.since().atZone(ZoneId.systemDefault())),
                        styled(status.state()),
                        status.name(),
                        Style.FAINT.of(status.reason()));
            }
        }
    }

    private static String styled(AlarmState state) {
        String padded = "%-17s".formatted(state);
        return switch (state) {
            case OK -> Style.GOOD.of(padded);
            case ALARM -> Style.BAD.of(padded);
            case INSUFFICIENT_DATA -> Style.FAINT.of(padded);
        };
    }
}
