package stage5.load.cost;

import java.math.BigDecimal;
import java.math.MathContext;

/** Bills what all forms share (storage, cache, network), and the ingress. */
final class SharedBills {

    private static final BigDecimal KILOBYTES_A_GB = BigDecimal.valueOf(1L << 20);
    private static final BigDecimal SECONDS_AN_HOUR = BigDecimal.valueOf(3600);
    private static final BigDecimal CONNECTIONS_AN_LCU = BigDecimal.valueOf(25);
    private static final BigDecimal GB_AN_LCU = BigDecimal.ONE;
    private static final BigDecimal GB_TO_LAMBDA_AN_LCU = new BigDecimal("0.4");

    private final AwsPriceList prices;
    private final Assumptions assumptions;

    SharedBills(AwsPriceList prices, Assumptions assumptions) {
        this.prices = prices;
        this.assumptions = assumptions;
    }

    Bill shared(Scenario scenario) {
        BigDecimal hours = assumptions.hoursAMonth().value();
        return Bill.of(
                line("DynamoDB storage", assumptions.storedGb().value(), "dynamodb.storage"),
                line(
                        "ElastiCache nodes",
                        assumptions.cacheNodes().value().multiply(hours),
                        "elasticache.cache.t4g.micro"),
                line(
                        "VPC interface endpoints",
                        assumptions.interfaceEndpoints().value().multiply(hours),
                        "vpc.interface-endpoint"),
                line("Data out", responseGb(scenario.workload().requests(hours)), "data-transfer.out"));
    }

    /** @param toFunction whether the gateway is a function */
    Bill ingress(boolean toFunction, Scenario scenario) {
        BigDecimal hours = assumptions.hoursAMonth().value();
        BigDecimal requests = scenario.workload().requests(hours);
        return switch (toFunction ? scenario.functionIngress() : scenario.containerIngress()) {
            case API_GATEWAY -> Bill.of(line("API Gateway (HTTP API)", requests, "api-gateway.http-requests"));
            case FUNCTION_URL -> Bill.of(line("Function URL", requests, "function-url.requests"));
            case ALB ->
                Bill.of(
                        line("Application Load Balancer", hours, "alb.hours"),
                        line("Load balancer capacity", capacityHours(toFunction, scenario.workload()), "alb.capacity"));
        };
    }

    /**
     * Returns the LCU-hours, by new connections or by bytes, whichever are more. Active connections need fewer units
     * than new ones if connections last a minute. The shop needs fewer rules than the ten free ones.
     */
    private BigDecimal capacityHours(boolean toFunction, Workload workload) {
        BigDecimal connections = workload.rate()
                .divide(assumptions.requestsAConnection().value(), MathContext.DECIMAL64)
                .divide(CONNECTIONS_AN_LCU, MathContext.DECIMAL64);
        BigDecimal bytes = responseGb(workload.rate().multiply(SECONDS_AN_HOUR))
                .divide(toFunction ? GB_TO_LAMBDA_AN_LCU : GB_AN_LCU, MathContext.DECIMAL64);
        return connections
                .max(bytes)
                .multiply(workload.busyHours(assumptions.hoursAMonth().value()));
    }

    private BigDecimal responseGb(BigDecimal requests) {
        return requests.multiply(assumptions.responseKilobytes().value()).divide(KILOBYTES_A_GB, MathContext.DECIMAL64);
    }

    private BillLine line(String what, BigDecimal amount, String name) {
        UnitPrice price = prices.price(name);
        return BillLine.of(what, new Quantity(amount, price.unit()), price);
    }
}
