package stage5.cli.command;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import stage5.stack.ComponentStatus;
import stage5.stack.Stack;
import stage5.stack.terminal.Style;

/** Prints the status of each component. */
@Command(
        name = "status",
        description = "Prints the status of each component.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all components are ready", "1:a component is not ready", "3:nothing was started"})
public final class StatusCommand implements Callable<Integer> {

    static final int NOTHING_STARTED = 3;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException {
        Stack stack = options.stack();
        List<ComponentStatus> components = stack.status();
        if (components.isEmpty()) {
            System.out.println("Nothing runs. " + stack.ports().call("up") + " starts the shop.");
            return NOTHING_STARTED;
        }
        System.out.printf(
                "%-22s %-9s %7s %6s  %-12s %9s  %s%n",
                "component", "runs as", "pid", "port", "health", "resident", "uptime");
        components.forEach(StatusCommand::print);
        System.out.printf(
                "%-22s %-9s %7s %6s  %-12s %9s%n",
                "total",
                "",
                "",
                "",
                "",
                mebibytes(components.stream()
                        .mapToLong(ComponentStatus::residentKibibytes)
                        .sum()));
        return components.stream().allMatch(ComponentStatus::isWell) ? 0 : 1;
    }

    private static void print(ComponentStatus component) {
        String health = "%-12s"
                .formatted(component.state().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        System.out.printf(
                "%-22s %-9s %7s %6d  %s %9s  %s%n",
                component.component(),
                component.isRunning() ? component.kind().name().toLowerCase(Locale.ROOT) : "-",
                component.isRunning() ? component.pid() : "-",
                component.port(),
                (component.isWell() ? Style.GOOD : Style.BAD).of(health),
                component.isRunning() ? mebibytes(component.residentKibibytes()) : "-",
                component.isRunning() ? time(component.uptime()) : "-");
    }

    private static String mebibytes(long kibibytes) {
        return kibibytes / 1024 + " MiB";
    }

    /** Returns a duration as hours, minutes and seconds: {@code 1:02:03}. */
    static String time(Duration duration) {
        return "%d:%02d:%02d".formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }
}
