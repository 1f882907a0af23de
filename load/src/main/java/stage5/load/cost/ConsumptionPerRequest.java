package stage5.load.cost;

import java.math.BigDecimal;

/**
 * What a service consumes besides compute, per request to the shop.
 *
 * @param publishes SNS publishes, in units of 64 KB
 * @param deliveries messages delivered to its queues
 * @param readUnits DynamoDB read request units
 * @param writeUnits DynamoDB write request units
 * @param logBytes log bytes ingested by CloudWatch Logs
 * @param spanBytes bytes of OpenTelemetry spans, as OTLP
 * @param traces traces that start in the service
 */
public record ConsumptionPerRequest(
        BigDecimal publishes,
        BigDecimal deliveries,
        BigDecimal readUnits,
        BigDecimal writeUnits,
        BigDecimal logBytes,
        BigDecimal spanBytes,
        BigDecimal traces) {

    static final ConsumptionPerRequest NOTHING = new ConsumptionPerRequest(
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO);
}
