package stage5.kit.events.envelope;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Produces the system clock, ids and random numbers for injection, so that tests can replace them. */
final class SystemDefaultsProducer {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    TimeOrderedIds ids() {
        return () -> UuidCreator.getTimeOrderedEpoch().toString();
    }

    /** Thread-safe: each call uses the generator of the current thread. */
    @Produces
    @Singleton
    RandomGenerator random() {
        return () -> ThreadLocalRandom.current().nextLong();
    }
}
