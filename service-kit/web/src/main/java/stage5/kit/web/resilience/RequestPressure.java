package stage5.kit.web.resilience;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Whether the service has as many requests as it can serve; background work yields to them then. */
@Singleton
public final class RequestPressure {

    private final List<ConcurrencyLimit> limits = new CopyOnWriteArrayList<>();

    /** Includes the limit of a kind of request. */
    public void watch(ConcurrencyLimit limit) {
        limits.add(limit);
    }

    /** Returns whether the requests of a kind are at their limit, so that more of them are shed. */
    public boolean isHigh() {
        return limits.stream().anyMatch(limit -> limit.inFlight() >= limit.limit());
    }
}
