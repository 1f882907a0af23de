package stage5.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/**
 * How bad things are under one seed: everything that is left to chance is drawn here, in the order in which it happens,
 * so that a seed is a story. Each seed has a climate of its own, from calm to foul; after a while it clears up for all, so
 * that what was held up can come to its end.
 */
final class Weather {

    private static final Duration STORM = Duration.ofSeconds(50);
    private static final int PER_MILLE = 1000;

    private final Random random;
    private final VirtualTime time;
    private final Instant clearsUp;
    private final int crashes;
    private final int losses;
    private final int duplicates;
    private final int slowness;
    private final int outages;
    private int crashesLeft;

    Weather(long seed, VirtualTime time) {
        this.random = new Random(seed);
        this.time = time;
        this.clearsUp = time.now().plus(STORM);
        random.nextInt(); // the first draws of neighbouring seeds are alike
        this.crashes = random.nextInt(25);
        this.losses = random.nextInt(25);
        this.duplicates = random.nextInt(400);
        this.slowness = random.nextInt(30);
        this.outages = random.nextInt(150);
        this.crashesLeft = random.nextInt(6);
    }

    Random random() {
        return random;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Returns whether something happens that does so in the given number of a thousand cases. */
    boolean happens(int perMille) {
        return random.nextInt(PER_MILLE) < perMille;
    }

    /** Returns what becomes of a call, of which the caller is to be spared or not. */
    Fate fate(Process caller) {
        if (caller.isSpared() || isClear()) {
            return Fate.DONE;
        }
        if (crashesLeft > 0 && happens(crashes)) {
            crashesLeft--;
            return random.nextBoolean() ? Fate.CRASH_BEFORE : Fate.CRASH_AFTER;
        }
        if (happens(losses)) {
            return random.nextBoolean() ? Fate.REQUEST_LOST : Fate.ANSWER_LOST;
        }
        return Fate.DONE;
    }

    boolean duplicates() {
        return !isClear() && happens(duplicates);
    }

    /** Returns whether somebody else's system has failed just now. */
    boolean outage() {
        return !isClear() && happens(outages);
    }

    Duration latency() {
        return isClear() || !happens(slowness) ? millis(1, 20) : millis(100, 4000);
    }

    /** Returns how long a message is under way: long enough, often, for others to overtake it. */
    Duration delivery() {
        return random.nextInt(4) == 0 && !isClear() ? millis(500, 8000) : millis(5, 200);
    }

    Duration millis(int from, int to) {
        return Duration.ofMillis(from + random.nextInt(to - from));
    }

    private boolean isClear() {
        return !time.now().isBefore(clearsUp);
    }

    /** What becomes of a call to another system. */
    enum Fate {
        DONE,
        CRASH_BEFORE,
        CRASH_AFTER,
        REQUEST_LOST,
        ANSWER_LOST
    }
}
