package stage5.kit.lambda.events;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.function.Supplier;

/** Work that a schedule calls for, whatever the schedule's input is. */
public abstract class ScheduleHandler implements RequestHandler<Map<String, Object>, Integer> {

    private final InvocationRunner invocation;
    private final Supplier<Uni<Integer>> work;

    protected ScheduleHandler(InvocationRunner invocation, Supplier<Uni<Integer>> work) {
        this.invocation = invocation;
        this.work = work;
    }

    /** Returns how much was done; throws what the work fails with, so that the function's errors tell. */
    @Override
    public Integer handleRequest(Map<String, Object> schedule, Context context) {
        return invocation.run(context, work);
    }
}
