package stage5.load.scale;

import java.util.List;
import java.util.function.ToDoubleFunction;
import stage5.load.ordercost.CostKind;
import stage5.load.ordercost.OrderCost;
import stage5.load.ordercost.OrderCostRow;

/**
 * A default quota of AWS in us-east-1, and what a rate of orders needs of it.
 *
 * @param limit NaN if AWS states none
 * @param needPerOrder what one order a second needs
 * @param source the page that states the quota
 */
public record Quota(String what, double limit, ToDoubleFunction<OrderCost> needPerOrder, String source) {

    private static final String DYNAMODB =
            "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html";
    private static final String SNS = "https://docs.aws.amazon.com/general/latest/gr/sns.html";
    private static final String SQS_MESSAGES =
            "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html";
    private static final String SQS_QUEUES =
            "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html";
    private static final String LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html";
    private static final String LAMBDA_SQS = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html";
    private static final String API_GATEWAY =
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html";
    private static final String REDIS = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/quota-limits.html";

    /** An assumption: a batch of ten messages takes so long in a function. */
    private static final double BATCH_SECONDS = 0.2;

    /** An assumption: an order takes so long in the function of order-service, and in that of the gateway. */
    private static final double REQUEST_SECONDS = 0.1;

    private static final double BATCH = 10;

    /** From its delivery until its deletion, a message takes about this long. */
    private static final double IN_FLIGHT_SECONDS = 1;

    static final List<Quota> ALL = List.of(
            new Quota(
                    "DynamoDB: write units/s of the busiest table (on demand)",
                    40_000,
                    cost -> busiest(cost, CostKind.WRITE_UNITS),
                    DYNAMODB),
            new Quota(
                    "DynamoDB: read units/s of the busiest table (on demand)",
                    40_000,
                    cost -> busiest(cost, CostKind.READ_UNITS),
                    DYNAMODB),
            new Quota(
                    "SNS: messages/s of all standard topics (deliveries, which are not fewer)",
                    30_000,
                    cost -> cost.perOrder(CostKind.DELIVERIES),
                    SNS),
            new Quota(
                    "SQS: calls/s of one action of a standard queue (nearly unlimited)",
                    Double.NaN,
                    cost -> busiest(cost, CostKind.SQS_CALLS),
                    SQS_MESSAGES),
            new Quota(
                    "SQS: messages in flight of the busiest queue, 1 s each",
                    120_000,
                    cost -> busiest(cost, CostKind.DELIVERIES) * IN_FLIGHT_SECONDS,
                    SQS_QUEUES),
            new Quota(
                    "Lambda: concurrent batches of the busiest queue, 10 messages in 0.2 s",
                    1_000,
                    cost -> busiest(cost, CostKind.DELIVERIES) / BATCH * BATCH_SECONDS,
                    LAMBDA_SQS),
            new Quota(
                    "Lambda: concurrent executions of the account, 0.1 s a request",
                    1_000,
                    cost -> 2 * REQUEST_SECONDS + cost.perOrder(CostKind.DELIVERIES) / BATCH * BATCH_SECONDS,
                    LAMBDA),
            new Quota("API Gateway: requests/s of the account", 10_000, cost -> 1, API_GATEWAY),
            new Quota(
                    "Redis: commands/s of all nodes (no quota: by node type and number)",
                    Double.NaN,
                    cost -> cost.perOrder(CostKind.REDIS_COMMANDS),
                    REDIS));

    private static double busiest(OrderCost cost, CostKind kind) {
        return cost.rows(kind).stream()
                .mapToDouble(OrderCostRow::perOrder)
                .max()
                .orElse(0);
    }

    /** Returns the need at a rate of orders a second. */
    double need(OrderCost cost, double rate) {
        return needPerOrder.applyAsDouble(cost) * rate;
    }

    /** Returns whether the need at a rate exceeds the quota; false if there is no quota. */
    boolean isExceeded(OrderCost cost, double rate) {
        return need(cost, rate) > limit;
    }
}
