package stage5.cli.check;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import stage5.stack.Ports;

/** Reads the stores of a running shop and reckons whether its promises hold. */
public final class ConsistencyCheck {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    /** Between two stores, for instance inside SNS, a message is seen by nobody; so quiet must last a while. */
    private static final int QUIET_LOOKS = 3;

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
     * Returns what came out, once the shop has come to rest or the timeout is over: what is under way makes the
     * stores, which can't all be read at one moment, contradict each other.
     */
    public CheckReport run(Duration timeout) throws InterruptedException {
        try (StoreReader stores = new StoreReader(ports, clock)) {
            boolean quiet = awaitQuiet(stores, timeout);
            return new CheckReport(quiet, judge(stores.read()));
        }
    }

    /** Returns whether the shop has come to rest before the timeout is over. */
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
        while (quiet < QUIET_LOOKS) {
            quiet = stores.underWay() == 0 ? quiet + 1 : 0;
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL_INTERVAL);
        }
        return true;
    }
}
