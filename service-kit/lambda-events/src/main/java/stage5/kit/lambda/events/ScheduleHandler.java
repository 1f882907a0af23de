package stage5.kit.lambda.events;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.function.Supplier;

/** Runs scheduled work; ignores the input of the schedule. */
public abstract class ScheduleHandler implements RequestHandler<Map<String, Object>, Integer> {

    private final InvocationRunner invocation;
    private final Supplier<Uni<Integer>> work;

    protected ScheduleHandler(InvocationRunner invocation, Supplier<Uni<Integer>> work) {
        this.invocation = invocation;
        this.work = work;
    }

    /** Returns the work's result, a count; throws its exception, which counts as an error of the function. */
    @Override
    public Integer handleRequest(Map<String, Object> schedule, Context context) {
        return invocation.run(context, work);
    }
}
