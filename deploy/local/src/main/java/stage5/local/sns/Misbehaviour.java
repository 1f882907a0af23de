package stage5.local.sns;

import java.time.InstantSource;
import java.util.Random;

/** The fault that is set, and what comes of it at this moment. */
final class Misbehaviour {

    private final InstantSource clock;
    private volatile Begun begun;

    /** @param dice thrown for each entry of a batch; the same seed gives the same throws */
    private record Begun(SnsFault fault, long atMillis, Random dice) {}

    Misbehaviour(InstantSource clock) {
        this.clock = clock;
        set(SnsFault.NONE);
    }

    void set(SnsFault fault) {
        begun = new Begun(fault, clock.millis(), new Random(fault.seed()));
    }

    SnsFault fault() {
        return begun.fault();
    }

    /** Returns how SNS misbehaves at this moment: flapping is down or not at all. */
    SnsFault now() {
        Begun current = begun;
        return current.fault().at(clock.millis() - current.atMillis());
    }

    /** Returns whether the next entry of a batch is refused. */
    boolean refuses() {
        Begun current = begun;
        return current.fault().mode() == SnsFault.Mode.REFUSING
                && current.dice().nextDouble() < current.fault().share();
    }
}
