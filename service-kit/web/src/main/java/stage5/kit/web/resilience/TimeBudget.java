package stage5.kit.web.resilience;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/**
 * How long the work at hand may still take. A caller says it in the header {@value #HEADER} (milliseconds that it will
 * wait); every remote call made for it takes its own limit or what remains, whichever is shorter, so that nobody works
 * for a caller who has gone.
 */
public final class TimeBudget {

    /** The header that carries the milliseconds which the caller will still wait. */
    public static final String HEADER = "Stage5-Time-Budget";

    private static final String DEADLINE = TimeBudget.class.getName();

    private TimeBudget() {}

    /** Gives the work on the current Vert.x context this much time from now; a no-op outside a duplicated context. */
    public static void start(Duration budget) {
        Context context = Vertx.currentContext();
        if (context instanceof ContextInternal internal && internal.isDuplicate()) {
            internal.putLocal(DEADLINE, System.nanoTime() + budget.toNanos());
        }
    }

    /** Returns the shorter of a call's own limit and what remains of the caller's budget; never negative. */
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

    /** Returns the given work, failing with {@link TimeoutException} once its limit or the caller's budget is over. */
    public static <T> Uni<T> within(Duration limit, Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            Duration budget = atMost(limit);
            if (budget.isZero()) {
                return Uni.createFrom().failure(new TimeoutException("The caller's time budget is used up"));
            }
            return work.ifNoItem()
                    .after(budget)
                    .failWith(() -> new TimeoutException("No answer within " + budget.toMillis() + " ms"));
        });
    }
}
