package stage5.order.sales;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import stage5.kit.web.money.Money;

/**
 * The sales of one minute, by the time of confirmation.
 *
 * @param minute the start of the minute
 * @param revenue one amount per currency; empty if nothing was sold
 */
@RegisterForReflection
public record SalesPerMinute(Instant minute, long orders, long pieces, List<Money> revenue) {

    public SalesPerMinute {
        revenue = List.copyOf(revenue);
    }
}
