package stage5.load.cost;

import java.math.BigDecimal;

/**
 * What a service consumes besides compute, by request to the shop.
 *
 * @param publishes to SNS, in chunks of 64 KB
 * @param deliveries messages that its queues take
 * @param readUnits DynamoDB's
 * @param writeUnits DynamoDB's
 * @param logBytes ingested by CloudWatch Logs
 * @param spanBytes of OpenTelemetry spans, as OTLP
 * @param traces that it begins
 */
public record Consumed(
        BigDecimal publishes,
        BigDecimal deliveries,
        BigDecimal readUnits,
        BigDecimal writeUnits,
        BigDecimal logBytes,
        BigDecimal spanBytes,
        BigDecimal traces) {

    static final Consumed NOTHING = new Consumed(
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO);
}
