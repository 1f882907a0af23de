package stage5.order.lambda.events;

import jakarta.inject.Named;
import stage5.kit.lambda.events.InvocationRunner;
import stage5.kit.lambda.events.ScheduleHandler;
import stage5.order.saga.DueSagas;

/** Runs the next step of all due sagas and returns their number. */
@Named("deadlines")
public class DeadlinesHandler extends ScheduleHandler {

    DeadlinesHandler(InvocationRunner invocation, DueSagas deadlines) {
        super(invocation, deadlines::wake);
    }
}
