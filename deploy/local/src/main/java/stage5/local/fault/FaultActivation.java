package stage5.local.fault;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Fault settings from the moment at which they were set: decides by seeded random numbers when a fault takes effect, and
 * counts its effects. Each effect has its own sequence of random numbers. So the same seed and the same sequence of calls
 * lead to the same decisions, independent of other effects. Thread-safe.
 *
 * @param <S> the type of the settings
 */
public final class FaultActivation<S extends FaultSettings> {

    private final S settings;
    private final Map<String, LongAdder> effects;
    private final long sinceMillis;
    private final Optional<Instant> endsAt;
    private final Map<String, SplittableRandom> randoms = new ConcurrentHashMap<>();

    /** @param effects the counters of the effects, by name */
    FaultActivation(S settings, Map<String, LongAdder> effects, long sinceMillis, Optional<Instant> endsAt) {
        this.settings = settings;
        this.effects = effects;
        this.sinceMillis = sinceMillis;
        this.endsAt = endsAt;
    }

    public S settings() {
        return settings;
    }

    /** Returns when the settings were set, in milliseconds since 1970. */
    public long sinceMillis() {
        return sinceMillis;
    }

    /** Returns when the faults end by themselves; empty if they last until they are changed. */
    public Optional<Instant> endsAt() {
        return endsAt;
    }

    /** Returns whether the effect takes place this time, which has the given probability, and counts it if so. */
    public boolean happens(String effect, double share) {
        boolean happens = draws(effect, share);
        if (happens) {
            count(effect, 1);
        }
        return happens;
    }

    /** Returns whether the effect would take place this time, without counting it. */
    public boolean draws(String effect, double share) {
        if (share <= 0) {
            return false;
        }
        SplittableRandom random = random(effect);
        synchronized (random) {
            return random.nextDouble() < share;
        }
    }

    /** Returns a random number from 0 to {@code most}, inclusive. */
    public int upTo(String effect, int most) {
        SplittableRandom random = random(effect);
        synchronized (random) {
            return random.nextInt(most + 1);
        }
    }

    /** Adds to the counter of the effect. */
    public void count(String effect, long amount) {
        effects.get(effect).add(amount);
    }

    private SplittableRandom random(String effect) {
        return randoms.computeIfAbsent(effect, name -> new SplittableRandom(settings.seed() * 31 + name.hashCode()));
    }
}
