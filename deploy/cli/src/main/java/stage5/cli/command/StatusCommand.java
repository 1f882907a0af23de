package stage5.cli.command;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import stage5.cli.stack.PartStatus;
import stage5.cli.stack.Stack;
import stage5.cli.terminal.Style;

/** Shows how each part of the shop is. */
@Command(
        name = "status",
        description = "Shows how each part is.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all parts are ready", "1:a part is not", "3:nothing was started"})
public final class StatusCommand implements Callable<Integer> {

    static final int NOTHING_STARTED = 3;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException {
        Stack stack = options.stack();
        List<PartStatus> parts = stack.status();
        if (parts.isEmpty()) {
            System.out.println("Nothing runs. " + stack.ports().call("up") + " starts the shop.");
            return NOTHING_STARTED;
        }
        System.out.printf(
                "%-22s %-9s %7s %6s  %-12s %9s  %s%n",
                "part", "runs as", "pid", "port", "health", "resident", "up for");
        parts.forEach(StatusCommand::print);
        System.out.printf(
                "%-22s %-9s %7s %6s  %-12s %9s%n",
                "together",
                "",
                "",
                "",
                "",
                mebibytes(
                        parts.stream().mapToLong(PartStatus::residentKibibytes).sum()));
        return parts.stream().allMatch(PartStatus::isWell) ? 0 : 1;
    }

    private static void print(PartStatus part) {
        String health =
                "%-12s".formatted(part.state().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        System.out.printf(
                "%-22s %-9s %7s %6d  %s %9s  %s%n",
                part.part(),
                part.isRunning() ? part.kind().name().toLowerCase(Locale.ROOT) : "-",
                part.isRunning() ? part.pid() : "-",
                part.port(),
                (part.isWell() ? Style.GOOD : Style.BAD).of(health),
                part.isRunning() ? mebibytes(part.residentKibibytes()) : "-",
                part.isRunning() ? time(part.uptime()) : "-");
    }

    private static String mebibytes(long kibibytes) {
        return kibibytes / 1024 + " MiB";
    }

    /** Returns a duration as {@code 1:02:03}. */
    static String time(Duration duration) {
        return "%d:%02d:%02d".formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }
}
