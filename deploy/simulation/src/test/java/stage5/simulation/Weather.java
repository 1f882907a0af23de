package stage5.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/**
 * The random faults and delays of one seed. All random values are drawn here, in the order of the steps, so that a seed
 * reproduces a run. Each seed has its own fault rates, from none to high. After {@link #STORM} faults end in every run, so
 * that pending work can finish.
 */
final class Weather {

    private static final Duration STORM = Duration.ofSeconds(50);
    private static final int PER_MILLE = 1000;

    private final Random random;
    private final VirtualTime time;
    private final Instant stormEnd;
    private final int crashesPerMille;
    private final int lossesPerMille;
    private final int duplicatesPerMille;
    private final int slowCallsPerMille;
    private final int outagesPerMille;
    private final Random contention;
    private final int conflictsPerMille;
    private int crashesLeft;

    Weather(long seed, VirtualTime time) {
        this.random = new Random(seed);
        this.time = time;
        this.stormEnd = time.now().plus(STORM);
        random.nextInt(); // the first values of adjacent seeds are similar
        this.crashesPerMille = random.nextInt(25);
        this.lossesPerMille = random.nextInt(25);
        this.duplicatesPerMille = random.nextInt(400);
        this.slowCallsPerMille = random.nextInt(30);
        this.outagesPerMille = random.nextInt(150);
        this.crashesLeft = random.nextInt(6);
        this.contention = new Random(~seed);
        contention.nextInt();
        this.conflictsPerMille = contention.nextInt(3) == 0 ? 350 : 0;
    }

    Random random() {
        return random;
    }

    /** Returns a random number from 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Returns true with the given probability, in thousandths. */
    boolean happens(int perMille) {
        return random.nextInt(PER_MILLE) < perMille;
    }

    /** Draws the fate of a call; a protected caller gets no fault. */
    Fate fate(SimulatedProcess caller) {
        if (caller.isProtected() || isClear()) {
            return Fate.DONE;
        }
        if (crashesLeft > 0 && happens(crashesPerMille)) {
            crashesLeft--;
            return random.nextBoolean() ? Fate.CRASH_BEFORE : Fate.CRASH_AFTER;
        }
        if (happens(lossesPerMille)) {
            return random.nextBoolean() ? Fate.REQUEST_LOST : Fate.RESPONSE_LOST;
        }
        return Fate.DONE;
    }

    boolean duplicates() {
        return !isClear() && happens(duplicatesPerMille);
    }

    /** Returns whether an external system fails at this call. */
    boolean outage() {
        return !isClear() && happens(outagesPerMille);
    }

    /**
     * Returns whether another transaction holds an item of a product's stock that the caller writes. A third of the seeds has hot
     * products. These values are drawn apart from the others, so that the other seeds run as they would without them.
     */
    boolean contends(SimulatedProcess caller) {
        return conflictsPerMille > 0
                && !caller.isProtected()
                && !isClear()
                && contention.nextInt(PER_MILLE) < conflictsPerMille;
    }

    Duration latency() {
        return isClear() || !happens(slowCallsPerMille) ? millis(1, 20) : millis(100, 4000);
    }

    /** Returns the delay of a message. A quarter of the messages is so slow that later ones overtake them. */
    Duration delivery() {
        return random.nextInt(4) == 0 && !isClear() ? millis(500, 8000) : millis(5, 200);
    }

    Duration millis(int from, int to) {
        return Duration.ofMillis(from + random.nextInt(to - from));
    }

    private boolean isClear() {
        return !time.now().isBefore(stormEnd);
    }

    /** The result of a call to another system, apart from its response. */
    enum Fate {
        DONE,
        CRASH_BEFORE,
        CRASH_AFTER,
        REQUEST_LOST,
        RESPONSE_LOST
    }
}
