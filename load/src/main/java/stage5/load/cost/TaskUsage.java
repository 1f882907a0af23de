package stage5.load.cost;

import java.math.BigDecimal;

/**
 * The usage of a service as a container.
 *
 * @param vcpuSeconds per request to the shop
 * @param residentGb the highest resident memory
 * @param queues the number of queues that each task polls
 * @param consumed consumption besides compute
 */
public record TaskUsage(
        String service, BigDecimal vcpuSeconds, BigDecimal residentGb, int queues, ConsumptionPerRequest consumed)
        implements ServiceUsage {}
