package stage5.cli.check;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import stage5.cli.stack.Ports;

/** Reads the stores of a running shop and reckons whether its promises hold. */
public final class Check {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    /** Between two stores, for instance inside SNS, a message is seen by nobody; so quiet must last a while. */
    private static final int QUIET_LOOKS = 3;

    private final Ports ports;
    private final Clock clock;

    public Check(Ports ports) {
        this(ports, Clock.systemUTC());
    }

    Check(Ports ports, Clock clock) {
        this.ports = ports;
        this.clock = clock;
    }

    /**
     * Returns what came out, once the shop has come to rest or the patience is over: what is under way makes the
     * stores, which can't all be read at one moment, contradict each other.
     */
    public Report run(Duration patience) throws InterruptedException {
        try (StoreReader stores = new StoreReader(ports, clock)) {
            boolean quiet = awaitQuiet(stores, patience);
            return new Report(quiet, judge(stores.read()));
        }
    }

    /** Returns whether the shop has come to rest before the patience is over. */
    public boolean awaitQuiet(Duration patience) throws InterruptedException {
        try (StoreReader stores = new StoreReader(ports, clock)) {
            return awaitQuiet(stores, patience);
        }
    }

    static List<Finding> judge(Snapshot snapshot) {
        return Stream.of(
                        StockBooks.check(snapshot),
                        OrderBooks.check(snapshot),
                        SalesBooks.check(snapshot),
                        PaymentBooks.check(snapshot),
                        MailBooks.check(snapshot),
                        Leftovers.check(snapshot),
                        ContractBooks.check(snapshot))
                .flatMap(List::stream)
                .toList();
    }

    private static boolean awaitQuiet(StoreReader stores, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        int quiet = 0;
        while (quiet < QUIET_LOOKS) {
            quiet = stores.underWay() == 0 ? quiet + 1 : 0;
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(LOOK_AGAIN);
        }
        return true;
    }
}
