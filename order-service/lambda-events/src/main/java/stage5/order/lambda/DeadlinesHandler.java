package stage5.order.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import jakarta.inject.Named;
import java.util.Map;
import stage5.kit.lambda.Invocation;
import stage5.order.saga.Deadlines;

/** Wakes the sagas that are due, on a schedule. */
@Named("deadlines")
public class DeadlinesHandler implements RequestHandler<Map<String, Object>, Integer> {

    private final Deadlines deadlines;
    private final Invocation invocation;

    DeadlinesHandler(Deadlines deadlines, Invocation invocation) {
        this.deadlines = deadlines;
        this.invocation = invocation;
    }

    /** Returns how many sagas were woken. */
    @Override
    public Integer handleRequest(Map<String, Object> schedule, Context context) {
        return invocation.run(context, deadlines::wake);
    }
}
