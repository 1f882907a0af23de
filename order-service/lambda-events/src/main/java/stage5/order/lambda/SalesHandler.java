package stage5.order.lambda;

import jakarta.inject.Named;
import stage5.kit.lambda.Invocation;
import stage5.kit.lambda.ScheduleHandler;
import stage5.order.sales.Sales;

/** Counts the sales that Redis could not count when they happened, and answers how many; fails while it still can't. */
@Named("sales")
public class SalesHandler extends ScheduleHandler {

    SalesHandler(Invocation invocation, Sales sales) {
        super(invocation, sales::catchUp);
    }
}
