package stage5.order.lambda.events;

import jakarta.inject.Named;
import stage5.kit.lambda.events.InvocationRunner;
import stage5.kit.lambda.events.ScheduleHandler;
import stage5.order.sales.CountingSales;

/** Counts the sales backlog and returns the number counted; fails while Redis is down. */
@Named("sales")
public class SalesHandler extends ScheduleHandler {

    SalesHandler(InvocationRunner invocation, CountingSales sales) {
        super(invocation, sales::catchUp);
    }
}
