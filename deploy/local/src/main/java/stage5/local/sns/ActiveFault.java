package stage5.local.sns;

import java.time.InstantSource;
import java.util.Random;

/** The fault that is currently set, and its effect at this moment. */
final class ActiveFault {

    private final InstantSource clock;
    private volatile Activation activation;

    /** @param random decides for each entry of a batch; the same seed repeats the same decisions */
    private record Activation(SnsFault fault, long atMillis, Random random) {}

    ActiveFault(InstantSource clock) {
        this.clock = clock;
        set(SnsFault.NONE);
    }

    void set(SnsFault fault) {
        activation = new Activation(fault, clock.millis(), new Random(fault.seed()));
    }

    SnsFault fault() {
        return activation.fault();
    }

    /** Returns the fault's effect at this moment: flapping is resolved to down or none. */
    SnsFault now() {
        Activation current = activation;
        return current.fault().at(clock.millis() - current.atMillis());
    }

    /** Returns whether the next entry of a batch fails. */
    boolean refusesEntry() {
        Activation current = activation;
        return current.fault().mode() == SnsFault.Mode.REFUSING
                && current.random().nextDouble() < current.fault().share();
    }
}
