package stage5.kit.lambda.events;

import jakarta.inject.Named;
import stage5.kit.events.outbox.Sweeper;

/** Publishes what was left in the outbox, and answers how many events; fails while SNS still refuses. */
@Named("sweep")
public class SweepHandler extends ScheduleHandler {

    SweepHandler(InvocationRunner invocation, Sweeper sweeper) {
        super(invocation, sweeper::sweep);
    }
}
