package stage5.load.cost;

import java.math.BigDecimal;

/**
 * What a service uses as a container.
 *
 * @param vcpuSeconds by request to the shop
 * @param residentGb the most memory that was resident
 * @param queues that each task polls
 * @param consumed besides compute
 */
public record TaskUse(String service, BigDecimal vcpuSeconds, BigDecimal residentGb, int queues, Consumed consumed)
        implements Use {}
