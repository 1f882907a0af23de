package stage5.gateway.upstream;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** One process of a service. {@link Instances} chooses it, and decides on its health. */
final class Instance {

    private final URI address;
    private final AtomicInteger inFlight = new AtomicInteger();

    private volatile Health health = Health.GOOD;

    /**
     * What the last calls say about an instance. {@link Instances} changes it.
     *
     * @param failures the last failures in a row
     * @param ejections the last ejections in a row
     * @param ejectedUntil the end of the last ejection, by the monotonic clock
     * @param ejectionNanos the length of the last ejection
     */
    record Health(int failures, int ejections, long ejectedUntil, long ejectionNanos) {

        static final Health GOOD = new Health(0, 0, 0, 0);

        boolean isEjected(long now) {
            return ejections > 0 && now - ejectedUntil < 0;
        }
    }

    Instance(URI address) {
        this.address = address;
    }

    /** Returns the base URL. */
    URI address() {
        return address;
    }

    String host() {
        return address.getHost();
    }

    int port() {
        if (address.getPort() > 0) {
            return address.getPort();
        }
        return isSecure() ? 443 : 80;
    }

    boolean isSecure() {
        return "https".equals(address.getScheme());
    }

    /** Returns the calls and streams that run. */
    int inFlight() {
        return inFlight.get();
    }

    Health health() {
        return health;
    }

    void setHealth(Health health) {
        this.health = health;
    }

    void begin() {
        inFlight.incrementAndGet();
    }

    void end() {
        inFlight.decrementAndGet();
    }
}
