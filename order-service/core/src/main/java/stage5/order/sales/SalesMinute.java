package stage5.order.sales;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import stage5.kit.money.Money;

/**
 * What was sold in one minute, by the time of confirmation.
 *
 * @param minute its first instant
 * @param revenue by currency; empty where nothing was sold
 */
@RegisterForReflection
public record SalesMinute(Instant minute, long orders, long pieces, List<Money> revenue) {

    public SalesMinute {
        revenue = List.copyOf(revenue);
    }
}
