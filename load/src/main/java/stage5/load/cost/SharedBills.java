package stage5.load.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** What costs the same in every form: tables, messages, cache, network, logs and traces; and what is before the shop. */
final class SharedBills {

    private static final BigDecimal BYTES_A_GB = BigDecimal.valueOf(1L << 30);
    private static final BigDecimal KILOBYTES_A_GB = BigDecimal.valueOf(1L << 20);
    private static final BigDecimal SECONDS_AN_HOUR = BigDecimal.valueOf(3600);
    private static final BigDecimal CONNECTIONS_AN_LCU = BigDecimal.valueOf(25);
    private static final BigDecimal GB_AN_LCU = BigDecimal.ONE;
    private static final BigDecimal GB_TO_LAMBDA_AN_LCU = new BigDecimal("0.4");

    private final PriceList prices;
    private final Assumptions given;
    private final Consumption consumption;

    SharedBills(PriceList prices, Assumptions given, Consumption consumption) {
        this.prices = prices;
        this.given = given;
        this.consumption = consumption;
    }

    /** @param ordersARequest the share of requests that are confirmed orders */
    Bill everything(BigDecimal ordersARequest, Scenario scenario) {
        BigDecimal hours = given.hoursAMonth().value();
        BigDecimal requests = scenario.workload().requests(hours);
        BigDecimal orders = requests.multiply(ordersARequest, MathContext.DECIMAL64);
        BigDecimal logs = gb(consumption.of(Consumption.Use::logBytes, requests, orders));
        BigDecimal spans = scenario.tracing() == Tracing.OFF
                ? BigDecimal.ZERO
                : gb(consumption.of(Consumption.Use::spanBytes, requests, orders));
        BigDecimal nodes = given.cacheNodes().value();
        BigDecimal endpoints = given.interfaceEndpoints().value();

        List<Line> lines = new ArrayList<>();
        lines.add(line("SNS publishes", consumption.of(Consumption.Use::messages, requests, orders), "sns.publishes"));
        lines.add(line(
                "SQS, messages",
                consumption
                        .of(Consumption.Use::deliveries, requests, orders)
                        .multiply(given.queueRequestsAMessage().value()),
                "sqs.requests"));
        lines.add(line(
                "DynamoDB reads", consumption.of(Consumption.Use::readUnits, requests, orders), "dynamodb.read-units"));
        lines.add(line(
                "DynamoDB writes",
                consumption.of(Consumption.Use::writeUnits, requests, orders),
                "dynamodb.write-units"));
        lines.add(line("DynamoDB storage", given.storedGb().value(), "dynamodb.storage"));
        lines.add(line("CloudWatch Logs", logs, "cloudwatch.log-ingestion"));
        if (scenario.tracing() == Tracing.SPANS) {
            lines.add(line("Spans (Transaction Search)", spans, "cloudwatch.spans"));
        } else if (scenario.tracing() == Tracing.TRACES) {
            lines.add(line(
                    "Traces recorded (X-Ray)",
                    consumption.of(Consumption.Use::traces, requests, orders),
                    "xray.traces-recorded"));
        }
        lines.add(line("ElastiCache nodes", nodes.multiply(hours), "elasticache.cache.t4g.micro"));
        lines.add(line("VPC interface endpoints", endpoints.multiply(hours), "vpc.interface-endpoint"));
        lines.add(line("VPC interface endpoints, data", logs.add(spans), "vpc.interface-endpoint-data"));
        lines.add(line("Data out", answered(requests), "data-transfer.out"));
        return new Bill(lines);
    }

    /** @param toFunction whether the requests go on to a function */
    Bill entry(boolean toFunction, Scenario scenario) {
        BigDecimal hours = given.hoursAMonth().value();
        BigDecimal requests = scenario.workload().requests(hours);
        return switch (toFunction ? scenario.functionEntry() : scenario.containerEntry()) {
            case API_GATEWAY -> Bill.of(line("API Gateway (HTTP API)", requests, "api-gateway.http-requests"));
            case FUNCTION_URL -> Bill.of(line("Function URL", requests, "function-url.requests"));
            case ALB ->
                Bill.of(
                        line("Application Load Balancer", hours, "alb.hours"),
                        line("Load balancer capacity", capacityHours(toFunction, scenario.workload()), "alb.capacity"));
        };
    }

    /**
     * Returns the LCU-hours: of new connections, connections and bytes, the one that needs the most counts. Active
     * connections need half as many units as new ones where a connection lives for a minute, and the shop needs fewer
     * than the ten rules that are free.
     */
    private BigDecimal capacityHours(boolean toFunction, Workload workload) {
        BigDecimal connections = workload.rate()
                .divide(given.requestsAConnection().value(), MathContext.DECIMAL64)
                .divide(CONNECTIONS_AN_LCU, MathContext.DECIMAL64);
        BigDecimal bytes = answered(workload.rate().multiply(SECONDS_AN_HOUR))
                .divide(toFunction ? GB_TO_LAMBDA_AN_LCU : GB_AN_LCU, MathContext.DECIMAL64);
        return connections
                .max(bytes)
                .multiply(workload.busyHours(given.hoursAMonth().value()));
    }

    private BigDecimal answered(BigDecimal requests) {
        return requests.multiply(given.responseKilobytes().value()).divide(KILOBYTES_A_GB, MathContext.DECIMAL64);
    }

    private static BigDecimal gb(BigDecimal bytes) {
        return bytes.divide(BYTES_A_GB, MathContext.DECIMAL64);
    }

    private Line line(String what, BigDecimal amount, String name) {
        Price price = prices.price(name);
        return Line.of(what, new Quantity(amount, price.unit()), price);
    }
}
