package stage5.load.cost;

import java.math.BigDecimal;

/** Calculates costs from usage, prices and assumptions. */
public final class CostModel {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final AwsPriceList prices;
    private final Assumptions assumptions;
    private final FunctionBills functions;
    private final TaskBills tasks;
    private final ConsumptionBills consumption;
    private final SharedBills shared;

    public CostModel(AwsPriceList prices, Assumptions assumptions) {
        this.prices = prices;
        this.assumptions = assumptions;
        this.functions = new FunctionBills(prices, assumptions);
        this.tasks = new TaskBills(prices, assumptions);
        this.consumption = new ConsumptionBills(prices, assumptions);
        this.shared = new SharedBills(prices, assumptions);
    }

    /** Returns the model with the newest prices and the built-in assumptions. */
    public static CostModel newest() {
        return new CostModel(AwsPriceList.newest(), Assumptions.load());
    }

    /** Returns a service's monthly bill: compute and consumption. */
    public Bill service(ServiceUsage use, Scenario scenario) {
        Bill compute =
                switch (use) {
                    case FunctionUsage function -> functions.of(function, scenario);
                    case TaskUsage task -> tasks.of(task, scenario);
                };
        return compute.plus(consumption.of(use.consumed(), scenario));
    }

    /** Returns the monthly bill of the ingress, which depends on the gateway's form. */
    public Bill ingress(ServiceUsage gateway, Scenario scenario) {
        return shared.ingress(gateway instanceof FunctionUsage, scenario);
    }

    /** Returns the monthly bill of what all forms share. */
    public Bill shared(Scenario scenario) {
        return shared.shared(scenario);
    }

    /** Returns the number of requests in a month. */
    public BigDecimal requests(Scenario scenario) {
        return scenario.workload().requests(assumptions.hoursAMonth().value());
    }

    /** Returns the cost of a million requests for a given monthly cost. */
    public Usd perMillionRequests(Usd month, Scenario scenario) {
        return month.times(MILLION).dividedBy(requests(scenario));
    }

    /**
     * Returns the cost of a million orders for a given monthly cost.
     *
     * @throws ArithmeticException if there are no orders
     */
    public Usd perMillionOrders(Usd month, BigDecimal ordersARequest, Scenario scenario) {
        return perMillionRequests(month, scenario).dividedBy(ordersARequest);
    }

    public AwsPriceList prices() {
        return prices;
    }

    public Assumptions assumptions() {
        return assumptions;
    }
}
