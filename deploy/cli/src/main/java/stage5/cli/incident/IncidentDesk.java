package stage5.cli.incident;

import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import stage5.stack.Form;
import stage5.stack.Ports;
import stage5.stack.RunState;
import stage5.stack.Stack;
import stage5.stack.StackException;
import stage5.stack.shop.Api;
import stage5.stack.shop.ProductList;

/** Starts, stops and explains the incidents of a stack, and takes answers. Prints to a reader. */
public final class IncidentDesk {

    private final Ports ports;
    private final Incidents incidents;
    private final IncidentFolder folder;
    private final Optional<Form> form;
    private final IntFunction<AlarmWatch> alarms;
    private final Clock clock;
    private final PrintStream out;

    public IncidentDesk(Stack stack, Incidents incidents, Clock clock, PrintStream out) {
        this(
                stack.ports(),
                incidents,
                IncidentFolder.of(stack),
                stack.running().flatMap(RunState::commonForm),
                speed -> LocalAlarmWatch.of(stack, speed),
                clock,
                out);
    }

    /**
     * @param form of all services; empty if they differ
     * @param alarms begins to watch the alarms at a speed
     */
    IncidentDesk(
            Ports ports,
            Incidents incidents,
            IncidentFolder folder,
            Optional<Form> form,
            IntFunction<AlarmWatch> alarms,
            Clock clock,
            PrintStream out) {
        this.ports = ports;
        this.incidents = incidents;
        this.folder = folder;
        this.form = form;
        this.alarms = alarms;
        this.clock = clock;
        this.out = out;
    }

    /**
     * Runs the quiz that the seed draws for the form of the shop, as {@link #start} does.
     *
     * @throws StackException if the services run in different forms
     */
    public boolean quiz(long seed) throws InterruptedException {
        Form common = form.orElseThrow(() -> new StackException("A quiz needs all services in one form."));
        return start(incidents.draw(common, seed), seed, true);
    }

    /**
     * Runs an incident until its load ends or until it is stopped. Returns whether its faults have taken effect.
     *
     * @param quiz whether the causes are offered as choices, and the truth is shown after an answer only
     * @throws StackException if the shop does not run in the form of the incident
     */
    public boolean start(Incident incident, long seed, boolean quiz) throws InterruptedException {
        if (!form.equals(Optional.of(incident.form()))) {
            throw new StackException("The incident %s needs all services in the form %s: %s --form %s"
                    .formatted(incident.id(), incident.form(), ports.call("up"), incident.form()));
        }
        try (IncidentShop shop = new IncidentShop(ports.console());
                AlarmWatch watch = incident.alarm() == null
                        ? null
                        : alarms.apply(incident.alarm().speed())) {
            RunningIncident running = new RunningIncident(incident, shop, folder, clock, out);
            running.requireNoneInProgress();
            introduce(incident, seed, quiz);
            boolean effective;
            try (IncidentLoad load = IncidentLoad.start(ports.gateway(), skus(), incident.load(), seed)) {
                IncidentRun run = running.begin(seed, quiz);
                out.printf(
                        "The shop is calm for %d seconds; the load ends at %s.%n",
                        incident.load().calm().toSeconds(), run.endsAt());
                effective = running.run(load::newestOrders, Optional.ofNullable(watch));
            }
            out.println(
                    effective
                            ? "The load has ended. The fault ends at %s by itself, or now: %s"
                                    .formatted(folder.run().orElseThrow().faultsEndBy(), ports.call("incident stop"))
                            : "The fault has not taken effect: this run shows nothing.");
            return effective;
        }
    }

    private List<String> skus() throws InterruptedException {
        try (Api shop = new Api(ports.gateway())) {
            return ProductList.skus(shop);
        }
    }

    private void introduce(Incident incident, long seed, boolean quiz) {
        out.printf("%s%n%s%n%n", incident.title(), incident.question().strip());
        if (quiz) {
            out.println("Possible causes");
            incidents.choices(seed).forEach(choice -> out.printf("  %-24s %s%n", choice.cause(), choice.choice()));
            out.printf("%nAnswer in another terminal: %s%n", ports.call("incident quiz --answer CAUSE"));
        }
    }

    /**
     * Removes the faults of the last incident and ends its load.
     *
     * @throws StackException if there was none
     */
    public void stop() throws InterruptedException {
        IncidentRun run = require();
        try (IncidentShop shop = new IncidentShop(ports.console())) {
            folder.stop();
            shop.clear(incidents.require(run.incident()));
        }
        out.printf("The fault is removed. %s shows the cause.%n", ports.call("incident explain"));
    }

    /**
     * Shows the truth.
     *
     * @throws StackException if there was no incident, or a quiz has no answer and the reader does not give up
     */
    public void explain(boolean givingUp) throws InterruptedException {
        IncidentRun run = require();
        if (run.quiz() && folder.answer().isEmpty() && !givingUp) {
            throw new StackException(
                    "Answer first: %s; or --give-up".formatted(ports.call("incident quiz --answer CAUSE")));
        }
        folder.explain();
        try (IncidentShop shop = new IncidentShop(ports.console())) {
            new Explanation(incidents, shop, out).print(run, folder.answer());
        }
    }

    /**
     * Seals the answer to the quiz.
     *
     * @throws StackException if there is no quiz, it is answered or explained already, or there is no such cause
     */
    public void answer(String word) {
        IncidentRun run = require();
        if (!run.quiz()) {
            throw new StackException(
                    "The last incident was no quiz. %s begins one.".formatted(ports.call("incident quiz")));
        }
        if (folder.answer().isPresent() || folder.isExplained()) {
            throw new StackException("The quiz has an answer already, or was explained.");
        }
        String cause = incidents
                .cause(word)
                .orElseThrow(() -> new StackException("There is no cause %s, but %s".formatted(word, causes())));
        folder.answer(SealedAnswer.of(cause, clock.instant()));
        out.printf("Your answer is sealed. %s shows the truth.%n", ports.call("incident explain"));
    }

    private String causes() {
        return incidents.all().stream()
                .map(incident -> incident.answer().cause())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private IncidentRun require() {
        return folder.run()
                .orElseThrow(() -> new StackException(
                        "There was no incident. %s starts one.".formatted(ports.call("incident start ID"))));
    }
}
