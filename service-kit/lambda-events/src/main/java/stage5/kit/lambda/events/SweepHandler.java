package stage5.kit.lambda.events;

import jakarta.inject.Named;
import stage5.kit.events.outbox.Sweeper;

/** Runs a sweep of the outbox and returns the number of published events; fails if none could be published. */
@Named("sweep")
public class SweepHandler extends ScheduleHandler {

    SweepHandler(InvocationRunner invocation, Sweeper sweeper) {
        super(invocation, sweeper::sweep);
    }
}
