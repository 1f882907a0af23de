package stage5.cli.incident;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import stage5.stack.StackException;
import stage5.stack.shop.ShopException;

/** Runs an incident, from the calm before it to the end of its load, and records what happens. Prints nothing of the answer. */
public final class RunningIncident {

    /** The time between two observations. */
    private static final Duration STEP = Duration.ofSeconds(1);

    private static final int SHOWN_ORDERS = 2;

    private final Incident incident;
    private final IncidentShop shop;
    private final IncidentFolder folder;
    private final Clock clock;
    private final PrintStream out;
    private final Duration step;
    private IncidentRun run;

    /** @param out receives what a reader may know before the answer */
    public RunningIncident(Incident incident, IncidentShop shop, IncidentFolder folder, Clock clock, PrintStream out) {
        this(incident, shop, folder, clock, out, STEP);
    }

    RunningIncident(
            Incident incident, IncidentShop shop, IncidentFolder folder, Clock clock, PrintStream out, Duration step) {
        this.incident = incident;
        this.shop = shop;
        this.folder = folder;
        this.clock = clock;
        this.out = out;
        this.step = step;
    }

    /**
     * Requires that no incident is in progress.
     *
     * @throws StackException if one is
     */
    public void requireNoneInProgress() {
        folder.inProgress(clock.instant()).ifPresent(other -> {
            throw new StackException("The incident %s is in progress until %s; ./stage5 incident stop ends it"
                    .formatted(other.incident(), other.faultsEndBy()));
        });
    }

    /**
     * Records the beginning of the incident, and returns it.
     *
     * @throws StackException if another one is in progress
     */
    public IncidentRun begin(long seed, boolean quiz) {
        requireNoneInProgress();
        run = IncidentRun.begin(incident, seed, quiz, clock.instant());
        folder.begin(run);
        return run;
    }

    /**
     * Runs the incident until its load ends, or until it is stopped. Returns whether its faults have taken effect.
     *
     * @param newestOrders returns the ids of the orders that were accepted last
     * @param alarms empty if no alarm is evaluated
     */
    public boolean run(Supplier<List<String>> newestOrders, Optional<AlarmWatch> alarms) throws InterruptedException {
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> alarm = watch(thread, alarms);
            try {
                while (clock.instant().isBefore(run.endsAt()) && !folder.isStopped()) {
                    alarm = observe(newestOrders, alarm, thread, alarms);
                    Thread.sleep(step);
                }
            } finally {
                alarm.cancel(true);
            }
        }
        return run.progress().provedAt() != null;
    }

    private Future<Boolean> watch(ExecutorService thread, Optional<AlarmWatch> alarms) {
        Duration limit = incident.load().calm().plus(incident.load().duration());
        return thread.submit(() -> incident.alarm() != null
                && alarms.isPresent()
                && alarms.get().await(incident.alarm().name(), true, limit));
    }

    /** Returns the watch for the alarm. An alarm before the faults is a false one, and the watch begins again. */
    private Future<Boolean> observe(
            Supplier<List<String>> newestOrders,
            Future<Boolean> alarm,
            ExecutorService thread,
            Optional<AlarmWatch> alarms)
            throws InterruptedException {
        IncidentRun.Progress progress = run.progress().orders(newestOrders.get());
        Instant now = clock.instant();
        Future<Boolean> next = alarm;
        if (progress.faultsAt() == null
                && !now.isBefore(run.startedAt().plus(incident.load().calm()))) {
            shop.inject(incident, run.seed());
            if (folder.isStopped()) {
                shop.clear(incident); // the command that stopped it may have cleared too early
            }
            progress = progress.faults(now);
            out.println("The incident has begun. Healthy orders: " + some(progress.orders()));
        }
        if (progress.faultsAt() != null && progress.provedAt() == null && holds()) {
            progress = progress.proved(now, shop.values(incident.proof()));
            out.println("It has taken effect.");
        }
        if (progress.alarmAt() == null && isRaised(alarm)) {
            if (progress.faultsAt() == null) {
                next = watch(thread, alarms);
            } else {
                progress = progress.alarm(now);
                out.println(
                        "An alarm has fired: ./stage5 alarms shows which. Orders since: " + some(progress.orders()));
            }
        }
        run = run.with(progress);
        folder.update(run);
        return next;
    }

    private static String some(List<String> orders) {
        return orders.isEmpty() ? "none" : orders.stream().limit(SHOWN_ORDERS).collect(Collectors.joining(", "));
    }

    private boolean holds() throws InterruptedException {
        return shop.holds(incident.proof());
    }

    private static boolean isRaised(Future<Boolean> alarm) throws InterruptedException {
        try {
            return alarm.isDone() && alarm.get();
        } catch (ExecutionException e) {
            throw new ShopException(
                    "The alarms can't be evaluated: " + e.getCause().getMessage());
        }
    }
}
