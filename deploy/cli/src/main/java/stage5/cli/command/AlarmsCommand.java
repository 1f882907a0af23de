package stage5.cli.command;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stage5.stack.Form;
import stage5.stack.Stack;
import stage5.stack.StackException;
import stage5.stack.alarm.Alarm;
import stage5.stack.alarm.AlarmState;
import stage5.stack.alarm.AlarmStatus;
import stage5.stack.alarm.SynthesizedAlarms;
import stage5.stack.alarm.local.LocalAlarms;

/** Evaluates the alarms of production on the metrics of the local shop. */
@Command(
        name = "alarms",
        sortOptions = false,
        description =
                "Evaluates the alarms of production on the metrics of the running shop, whenever a period is over, and"
                        + " prints each change of a state with its reason.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:no alarm fired; with --until: it fired", "1:an alarm fired; with --until: it did not fire"})
public final class AlarmsCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "The alarms to print; all by default.")
    private Set<String> names = new TreeSet<>();

    @Option(names = "--list", description = "List the alarms of the services in the forms in which they were started.")
    private boolean list;

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "How many times faster than on AWS the periods pass (${DEFAULT-VALUE}); with 30 a minute lasts"
                            + " two seconds. Thresholds stay, but ages in seconds count as many times.")
    private int speed;

    @Option(names = "--for", paramLabel = "SECONDS", description = "End after this time; by default with Ctrl-C.")
    private Integer seconds;

    @Option(names = "--until", paramLabel = "NAME", description = "End as soon as this alarm fires.")
    private String awaited;

    @Mixin
    private StackOptions options;

    @Override
    public Integer call() throws InterruptedException {
        Stack stack = options.stack();
        if (list) {
            list(SynthesizedAlarms.of(
                    service -> stack.running().map(run -> run.form(service)).orElse(Form.CONTAINER)));
            return 0;
        }
        try (LocalAlarms alarms = LocalAlarms.of(stack, speed)) {
            requireKnown(alarms.names());
            return watch(alarms);
        }
    }

    private static void list(SynthesizedAlarms alarms) {
        alarms.alarms().stream()
                .filter(Alarm::notifies)
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .forEach(alarm -> System.out.printf("%-45s %s%n", alarm.name(), alarm.description()));
    }

    private void requireKnown(List<String> known) {
        Set<String> wanted = new TreeSet<>(names);
        if (awaited != null) {
            wanted.add(awaited);
        }
        wanted.removeAll(known);
        if (!wanted.isEmpty()) {
            throw new StackException("A local shop has no alarm %s; %s lists them"
                    .formatted(String.join(", ", wanted), "./stage5 alarms --list"));
        }
    }

    private int watch(LocalAlarms alarms) throws InterruptedException {
        AlarmPrinter printer = new AlarmPrinter(System.out);
        Instant end = seconds == null ? Instant.MAX : Instant.now().plusSeconds(seconds);
        boolean fired = false;
        while (Instant.now().isBefore(end)) {
            List<AlarmStatus> statuses = alarms.next().stream()
                    .filter(status -> names.isEmpty()
                            || names.contains(status.name())
                            || status.name().equals(awaited))
                    .toList();
            printer.print(statuses);
            List<String> firing = statuses.stream()
                    .filter(status -> status.state() == AlarmState.ALARM)
                    .map(AlarmStatus::name)
                    .toList();
            if (awaited != null && firing.contains(awaited)) {
                return 0;
            }
            fired |= !firing.isEmpty();
        }
        return awaited == null && !fired ? 0 : 1;
    }
}
