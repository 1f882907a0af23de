package stage5.load.cost;

import java.math.BigDecimal;

/**
 * How the shop is run, and how much.
 *
 * @param provisioned whether functions run on provisioned concurrency, as much as the rate needs, all month
 * @param functionEntry what is before the shop where the gateway is a function
 * @param containerEntry what is before the shop where the gateway is a container
 */
public record Scenario(
        Workload workload,
        Architecture architecture,
        Purchase purchase,
        boolean provisioned,
        Entry functionEntry,
        Entry containerEntry,
        Tracing tracing) {

    public Scenario {
        if (containerEntry == Entry.FUNCTION_URL) {
            throw new IllegalArgumentException("A container has no function URL");
        }
    }

    /** Returns the usual one: on demand, on arm64, an HTTP API before functions, a load balancer before containers. */
    public static Scenario usual(Workload workload) {
        return new Scenario(
                workload, Architecture.ARM64, Purchase.ON_DEMAND, false, Entry.API_GATEWAY, Entry.ALB, Tracing.SPANS);
    }

    /** Returns this one at another rate. */
    public Scenario at(BigDecimal rate) {
        return new Scenario(
                workload.at(rate), architecture, purchase, provisioned, functionEntry, containerEntry, tracing);
    }
}
