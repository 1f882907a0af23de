package stage5.cli.check;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import stage5.stack.Ports;

/** Reads the stores of a running shop and computes whether each invariant holds. */
public final class ConsistencyCheck {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    /** A message on its way from SNS to a queue is in no store, so one quiet poll proves nothing. */
    private static final int QUIET_POLLS = 3;

    private final Ports ports;
    private final Clock clock;

    public ConsistencyCheck(Ports ports) {
        this(ports, Clock.systemUTC());
    }

    ConsistencyCheck(Ports ports, Clock clock) {
        this.ports = ports;
        this.clock = clock;
    }

    /**
     * Waits until the shop is quiet or the time-out has passed, and returns the result of each invariant. The stores
     * cannot be read at one instant, so with work in progress they may contradict each other.
     */
    public CheckReport run(Duration timeout) throws InterruptedException {
        try (StoreReader stores = new StoreReader(ports, clock)) {
            boolean quiet = awaitQuiet(stores, timeout);
            return new CheckReport(quiet, judge(stores.read()));
        }
    }

    /** Waits until no work is in progress. Returns false if the time-out passes first. */
    public boolean awaitQuiet(Duration timeout) throws InterruptedException {
        try (StoreReader stores = new StoreReader(ports, clock)) {
            return awaitQuiet(stores, timeout);
        }
    }

    static List<InvariantResult> judge(Snapshot snapshot) {
        return Stream.of(
                        StockInvariants.check(snapshot),
                        OrderInvariants.check(snapshot),
                        SalesInvariants.check(snapshot),
                        PaymentInvariants.check(snapshot),
                        MailInvariants.check(snapshot),
                        BacklogInvariants.check(snapshot),
                        ContractInvariants.check(snapshot))
                .flatMap(List::stream)
                .toList();
    }

    private static boolean awaitQuiet(StoreReader stores, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        int quiet = 0;
        while (quiet < QUIET_POLLS) {
            quiet = stores.isQuiet() ? quiet + 1 : 0;
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL_INTERVAL);
        }
        return true;
    }
}
