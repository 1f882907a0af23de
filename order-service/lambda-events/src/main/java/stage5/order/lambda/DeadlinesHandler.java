package stage5.order.lambda;

import jakarta.inject.Named;
import stage5.kit.lambda.Invocation;
import stage5.kit.lambda.ScheduleHandler;
import stage5.order.saga.Deadlines;

/** Wakes the sagas that are due, and answers how many. */
@Named("deadlines")
public class DeadlinesHandler extends ScheduleHandler {

    DeadlinesHandler(Invocation invocation, Deadlines deadlines) {
        super(invocation, deadlines::wake);
    }
}
