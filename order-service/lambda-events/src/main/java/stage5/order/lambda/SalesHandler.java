package stage5.order.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import jakarta.inject.Named;
import java.util.Map;
import stage5.kit.lambda.Invocation;
import stage5.order.sales.Sales;

/** Counts the sales that Redis could not count when they happened, on a schedule. */
@Named("sales")
public class SalesHandler implements RequestHandler<Map<String, Object>, Integer> {

    private final Sales sales;
    private final Invocation invocation;

    SalesHandler(Sales sales, Invocation invocation) {
        this.sales = sales;
        this.invocation = invocation;
    }

    /** Returns how many sales were caught up on; throws while Redis is still down. */
    @Override
    public Integer handleRequest(Map<String, Object> schedule, Context context) {
        return invocation.run(context, sales::catchUp);
    }
}
