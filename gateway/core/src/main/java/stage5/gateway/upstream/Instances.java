package stage5.gateway.upstream;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import stage5.gateway.GatewayConfig.Ejection;
import stage5.gateway.upstream.Instance.Health;

/**
 * The instances of one service. Each call goes to the one with fewer calls in flight of two random instances, which
 * avoids slow ones, and unlike the least loaded of all does not send the calls of all gateways to one (<a
 * href="https://www.eecs.harvard.edu/~michaelm/postscripts/tpds2001.pdf">The Power of Two Choices</a>).
 *
 * <p>Health is passive: an instance that fails {@link Ejection#failures()} calls in a row gets no calls for a time, which
 * doubles with each further ejection. The first call after it decides whether it is ejected again. At most half of the
 * instances are ejected at once: if all fail, the service does, and the circuit breaker handles that.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/outlier">Outlier detection</a> in
 *     Envoy
 */
final class Instances {

    private final List<Instance> all;
    private final Ejection settings;
    private final IntUnaryOperator random;
    private final LongSupplier nanoClock;
    private final AtomicLong ejections = new AtomicLong();

    /**
     * Creates instances of which none is ejected.
     *
     * @param random returns a random number from 0 to its argument less 1
     * @param nanoClock a monotonic clock such as {@link System#nanoTime()}
     */
    Instances(List<URI> addresses, Ejection settings, IntUnaryOperator random, LongSupplier nanoClock) {
        if (addresses.isEmpty() || settings.failures() < 1) {
            throw new IllegalArgumentException("A service needs an address, and failures must be 1 or more");
        }
        this.all = addresses.stream().map(Instance::new).toList();
        this.settings = settings;
        this.random = random;
        this.nanoClock = nanoClock;
    }

    /** Returns all instances. */
    List<Instance> all() {
        return all;
    }

    /** Returns how often an instance was ejected so far. */
    long ejections() {
        return ejections.get();
    }

    /** Returns the number of instances that are ejected now. */
    int ejected() {
        long now = nanoClock.getAsLong();
        return (int) all.stream().filter(each -> each.health().isEjected(now)).count();
    }

    /** Returns whether an instance gets no calls at present. */
    boolean isEjected(Instance instance) {
        return instance.health().isEjected(nanoClock.getAsLong());
    }

    /**
     * Returns the instance for the next attempt.
     *
     * @param failed the instance of the attempt before, which is chosen only if there is no other; null if there is none
     */
    Instance choose(Instance failed) {
        if (all.size() == 1) {
            return all.getFirst();
        }
        long now = nanoClock.getAsLong();
        Instance[] candidates = new Instance[all.size()];
        int count = 0;
        for (Instance each : all) {
            if (each != failed && !each.health().isEjected(now)) {
                candidates[count++] = each;
            }
        }
        return switch (count) {
            // At least half are not ejected, so the only other one is what has failed.
            case 0 -> failed;
            case 1 -> candidates[0];
            default -> fewerCalls(candidates, count);
        };
    }

    /** Reports a response that is no failure. */
    void succeeded(Instance instance) {
        if (instance.health() != Health.GOOD) {
            recover(instance);
        }
    }

    /** Reports a failure: no response, or one of status 500 or more that sheds no load. */
    synchronized void failed(Instance instance) {
        long now = nanoClock.getAsLong();
        Health health = instance.health();
        if (health.isEjected(now)) {
            return;
        }
        int failures = health.failures() + 1;
        if (failures >= settings.failures() && ejected() < all.size() / 2) {
            eject(instance, now);
        } else {
            instance.setHealth(new Health(failures, health.ejections(), health.ejectedUntil(), health.ejectionNanos()));
        }
    }

    private synchronized void recover(Instance instance) {
        long now = nanoClock.getAsLong();
        Health health = instance.health();
        if (health.isEjected(now)) {
            return;
        }
        // The next ejection is longer unless the instance has been good for as long as the last one.
        boolean settled = health.ejections() == 0 || now - health.ejectedUntil() >= health.ejectionNanos();
        instance.setHealth(
                settled
                        ? Health.GOOD
                        : new Health(0, health.ejections(), health.ejectedUntil(), health.ejectionNanos()));
    }

    private void eject(Instance instance, long now) {
        int before = instance.health().ejections();
        double time = settings.time().toNanos() * Math.pow(2, before);
        long nanos = (long) Math.min(settings.longest().toNanos(), time);
        // One failure after the ejection is enough for the next one.
        instance.setHealth(new Health(settings.failures() - 1, before + 1, now + nanos, nanos));
        ejections.incrementAndGet();
    }

    private Instance fewerCalls(Instance[] candidates, int count) {
        int first = random.applyAsInt(count);
        int second = random.applyAsInt(count - 1);
        Instance one = candidates[first];
        Instance other = candidates[second < first ? second : second + 1];
        return other.inFlight() < one.inFlight() ? other : one;
    }
}
