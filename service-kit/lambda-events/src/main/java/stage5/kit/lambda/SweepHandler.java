package stage5.kit.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import jakarta.inject.Named;
import java.util.Map;
import stage5.kit.store.Sweeper;

/** Sweeps the outbox on a schedule, whatever the schedule's input is. */
@Named("sweep")
public class SweepHandler implements RequestHandler<Map<String, Object>, Integer> {

    private final Sweeper sweeper;
    private final Invocation invocation;

    SweepHandler(Sweeper sweeper, Invocation invocation) {
        this.sweeper = sweeper;
        this.invocation = invocation;
    }

    /** Returns how many events were published; throws where SNS still refuses, so that the function's errors tell. */
    @Override
    public Integer handleRequest(Map<String, Object> schedule, Context context) {
        return invocation.run(context, sweeper::sweep);
    }
}
