package stage5.load.cost;

import java.math.BigDecimal;

/**
 * The workload and the deployment options of an estimate.
 *
 * @param provisioned whether functions use provisioned concurrency, sized for the rate, all month
 * @param functionIngress the ingress if the gateway is a function
 * @param containerIngress the ingress if the gateway is a container
 */
public record Scenario(
        Workload workload,
        Architecture architecture,
        PurchaseOption purchase,
        boolean provisioned,
        IngressType functionIngress,
        IngressType containerIngress,
        TracingBilling tracing) {

    public Scenario {
        if (containerIngress == IngressType.FUNCTION_URL) {
            throw new IllegalArgumentException("A container has no function URL");
        }
    }

    /** Returns the default: on demand, arm64, an HTTP API before functions, a load balancer before containers. */
    public static Scenario withDefaults(Workload workload) {
        return new Scenario(
                workload,
                Architecture.ARM64,
                PurchaseOption.ON_DEMAND,
                false,
                IngressType.API_GATEWAY,
                IngressType.ALB,
                TracingBilling.SPANS);
    }

    /** Returns the same scenario at another rate. */
    public Scenario at(BigDecimal rate) {
        return new Scenario(
                workload.at(rate), architecture, purchase, provisioned, functionIngress, containerIngress, tracing);
    }
}
