package stage5.cli.command;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stage5.cli.incident.Incident;
import stage5.cli.incident.IncidentDesk;
import stage5.cli.incident.Incidents;
import stage5.stack.Component;
import stage5.stack.Form;
import stage5.stack.Project;
import stage5.stack.Stack;
import stage5.stack.StackException;

/** Starts incidents with known answers, takes answers and explains the truth. */
@Command(
        name = "incident",
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Starts incidents with known answers: a load, and a fault that ends by itself. Nothing of the answer is"
                        + " shown until explain.")
public final class IncidentCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Command(name = "list", description = "Lists the incidents, without their answers.")
    int list(@Mixin StackOptions options) {
        List<Incident> all = Incidents.of(Project.locate()).all();
        all.forEach(incident -> System.out.printf(
                "%-24s %s (%d seconds%s)%n",
                incident.id(),
                incident.title(),
                incident.load().calm().plus(incident.load().duration()).toSeconds(),
                incident.form() == Form.LAMBDA ? ", functions" : ""));
        return 0;
    }

    @Command(
            name = "start",
            sortOptions = false,
            description =
                    "Puts load on the running shop, and injects the faults of an incident after a calm minute or two."
                            + " Ends with the load; Ctrl-C ends the load, and stop the faults.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:the incident has taken effect", "1:it has not, or it can't be started"})
    int start(
            @Parameters(paramLabel = "ID", description = "The incident, as list shows it.") String id,
            @Option(
                            names = "--seed",
                            paramLabel = "N",
                            description = "Replaces the seed: the same seed orders the same products.")
                    Long seed,
            @Mixin StackOptions options)
            throws InterruptedException {
        Incidents incidents = Incidents.of(Project.locate());
        Incident incident = incidents.require(id);
        return desk(incidents, options).start(incident, seed == null ? incident.seed() : seed, false) ? 0 : 1;
    }

    @Command(name = "stop", description = "Removes the faults of the incident in progress, and ends its load.")
    int stop(@Mixin StackOptions options) throws InterruptedException {
        desk(Incidents.of(Project.locate()), options).stop();
        return 0;
    }

    @Command(
            name = "explain",
            description =
                    "Shows the cause of the last incident, with the spans that show it, its alarm and its mitigation.")
    int explain(
            @Option(names = "--give-up", description = "Show it although a quiz has no answer.") boolean givingUp,
            @Mixin StackOptions options)
            throws InterruptedException {
        desk(Incidents.of(Project.locate()), options).explain(givingUp);
        return 0;
    }

    @Command(
            name = "quiz",
            sortOptions = false,
            description =
                    "Draws an incident, starts it and offers possible causes. --answer, in another terminal, seals your"
                            + " answer; then explain shows the truth.")
    int quiz(
            @Option(names = "--seed", paramLabel = "N", description = "Draws the same incident again.") Long seed,
            @Option(names = "--answer", paramLabel = "CAUSE", description = "Your answer to the quiz in progress.")
                    String answer,
            @Mixin StackOptions options)
            throws InterruptedException {
        Incidents incidents = Incidents.of(Project.locate());
        IncidentDesk desk = desk(incidents, options);
        if (answer != null) {
            desk.answer(answer);
            return 0;
        }
        long drawn = Optional.ofNullable(seed)
                .orElseGet(() -> ThreadLocalRandom.current().nextLong(1_000_000));
        return desk.quiz(drawn) ? 0 : 1;
    }

    private static IncidentDesk desk(Incidents incidents, StackOptions options) {
        Stack stack = options.stack();
        if (stack.running().flatMap(run -> run.running(Component.CLOUD)).isEmpty()) {
            throw new StackException(
                    "No shop runs. %s starts it.".formatted(stack.ports().call("up")));
        }
        return new IncidentDesk(stack, incidents, Clock.systemUTC(), System.out);
    }
}
