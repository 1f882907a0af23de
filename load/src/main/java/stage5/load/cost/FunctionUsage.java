package stage5.load.cost;

import java.math.BigDecimal;

/**
 * The usage of a service as functions. "Per request" means per request to the shop.
 *
 * @param invocations per request; may be more or less than one
 * @param gbSeconds billed GB seconds per request, without cold starts
 * @param busySeconds billed seconds per request
 * @param memoryGb configured memory
 * @param initGbSeconds GB seconds of one cold start
 * @param functions the number of the service's functions
 * @param schedulesAnHour scheduled invocations, with and without traffic
 * @param queues the number of polled queues
 * @param snapStart whether functions start from a snapshot
 * @param consumed consumption besides compute
 */
public record FunctionUsage(
        String service,
        BigDecimal invocations,
        BigDecimal gbSeconds,
        BigDecimal busySeconds,
        BigDecimal memoryGb,
        BigDecimal initGbSeconds,
        int functions,
        BigDecimal schedulesAnHour,
        int queues,
        boolean snapStart,
        ConsumptionPerRequest consumed)
        implements ServiceUsage {}
