package stage5.kit.web.resilience;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/**
 * The time that remains to finish a request. A caller sends it in milliseconds in the header {@value #HEADER}. Each
 * remote call for the request is limited by its own time-out and by the remaining time budget, whichever is shorter, so
 * that no work continues after the caller has given up. The deadline is stored in the request's duplicated Vert.x
 * context.
 */
public final class TimeBudget {

    /** The request header with the milliseconds that the caller will wait. */
    public static final String HEADER = "Stage5-Time-Budget";

    /** The default of {@code stage5.time-budget}, the most time that a service spends on a request. */
    public static final String DEFAULT = "5S";

    private static final String DEADLINE = TimeBudget.class.getName();

    private TimeBudget() {}

    /** Starts a time budget for the current Vert.x context; has no effect outside a duplicated context. */
    public static void start(Duration budget) {
        Context context = Vertx.currentContext();
        if (context instanceof ContextInternal internal && internal.isDuplicate()) {
            internal.putLocal(DEADLINE, System.nanoTime() + budget.toNanos());
        }
    }

    /** Returns the shorter of a call's own limit and the remaining time budget; never negative. */
    public static Duration atMost(Duration limit) {
        Context context = Vertx.currentContext();
        if (context instanceof ContextInternal internal && internal.isDuplicate()) {
            Long deadline = internal.getLocal(DEADLINE);
            if (deadline != null) {
                Duration remaining = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
                return remaining.compareTo(limit) < 0 ? remaining : limit;
            }
        }
        return limit;
    }

    /**
     * Completes as the work does; fails with {@link TimeoutException} once its limit or the time budget is used up.
     * With no budget left the work is not started.
     */
    public static <T> Uni<T> within(Duration limit, Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            Duration budget = atMost(limit);
            if (budget.isZero()) {
                return Uni.createFrom().failure(new TimeoutException("The caller's time budget is used up"));
            }
            return work.ifNoItem()
                    .after(budget)
                    .failWith(() -> new TimeoutException("No response within " + budget.toMillis() + " ms"));
        });
    }
}
