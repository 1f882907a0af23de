package stage5.load.cost;

import java.math.BigDecimal;

/**
 * What a service uses as functions. By request means by request to the shop, of which one causes several invocations, or
 * none.
 *
 * @param invocations by request
 * @param gbSeconds billed by request, cold starts apart
 * @param busySeconds billed by request: how long an environment is occupied
 * @param memoryGb of an environment
 * @param initGbSeconds of one cold start
 * @param functions how many functions the service has
 * @param schedulesAnHour invocations by schedules, whether or not anybody visits
 * @param queues that are polled for it
 * @param snapStart whether it starts from a snapshot
 * @param consumed besides compute
 */
public record FunctionUse(
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
        Consumed consumed)
        implements Use {}
