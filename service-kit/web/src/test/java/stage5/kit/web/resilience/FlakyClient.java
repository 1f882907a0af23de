package stage5.kit.web.resilience;

import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;

/** A client whose calls fail as often as the test says. */
@ApplicationScoped
@RetryWithinBudget(client = "flaky", most = 2, delay = 1, jitter = 1, abortOn = IllegalArgumentException.class)
class FlakyClient {

    private final AtomicInteger attempts = new AtomicInteger();

    /** Fails the given number of times with this failure, also counted over several calls. */
    @CircuitBreaker(requestVolumeThreshold = 10_000)
    @CircuitBreakerName("flaky")
    @Timeout(5000)
    Uni<Integer> call(int failures, RuntimeException failure) {
        int attempt = attempts.incrementAndGet();
        return attempt <= failures
                ? Uni.createFrom().failure(failure)
                : Uni.createFrom().item(attempt);
    }

    int attempts() {
        return attempts.get();
    }

    void reset() {
        attempts.set(0);
    }
}
