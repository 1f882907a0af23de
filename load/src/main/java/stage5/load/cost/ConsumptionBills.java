package stage5.load.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Bills a service's tables, messages, logs and traces. */
final class ConsumptionBills {

    private static final BigDecimal BYTES_A_GB = BigDecimal.valueOf(1L << 30);

    private final AwsPriceList prices;
    private final Assumptions assumptions;

    ConsumptionBills(AwsPriceList prices, Assumptions assumptions) {
        this.prices = prices;
        this.assumptions = assumptions;
    }

    Bill of(ConsumptionPerRequest consumed, Scenario scenario) {
        BigDecimal requests =
                scenario.workload().requests(assumptions.hoursAMonth().value());
        BigDecimal logs = gb(consumed.logBytes(), requests);
        BigDecimal spans =
                scenario.tracing() == TracingBilling.OFF ? BigDecimal.ZERO : gb(consumed.spanBytes(), requests);

        List<BillLine> lines = new ArrayList<>();
        lines.add(line("SNS publishes", consumed.publishes().multiply(requests), "sns.publishes"));
        lines.add(line(
                "SQS, messages",
                consumed.deliveries()
                        .multiply(requests)
                        .multiply(assumptions.queueRequestsAMessage().value()),
                "sqs.requests"));
        lines.add(line("DynamoDB reads", consumed.readUnits().multiply(requests), "dynamodb.read-units"));
        lines.add(line("DynamoDB writes", consumed.writeUnits().multiply(requests), "dynamodb.write-units"));
        lines.add(line("CloudWatch Logs", logs, "cloudwatch.log-ingestion"));
        if (scenario.tracing() == TracingBilling.SPANS) {
            lines.add(line("Spans (Transaction Search)", spans, "cloudwatch.spans"));
        } else if (scenario.tracing() == TracingBilling.TRACES) {
            lines.add(line("Traces recorded (X-Ray)", consumed.traces().multiply(requests), "xray.traces-recorded"));
        }
        lines.add(line("VPC interface endpoints, data", logs.add(spans), "vpc.interface-endpoint-data"));
        return new Bill(lines);
    }

    private static BigDecimal gb(BigDecimal bytesARequest, BigDecimal requests) {
        return bytesARequest.multiply(requests).divide(BYTES_A_GB, MathContext.DECIMAL64);
    }

    private BillLine line(String what, BigDecimal amount, String name) {
        UnitPrice price = prices.price(name);
        return BillLine.of(what, new Quantity(amount, price.unit()), price);
    }
}
