package stage5.load.cost;

import java.math.BigDecimal;

/** Turns measured use into money. It knows prices and assumptions, and nothing of how the use was measured. */
public final class CostModel {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final PriceList prices;
    private final Assumptions given;
    private final FunctionBills functions;
    private final TaskBills tasks;
    private final ConsumptionBills consumption;
    private final SharedBills shared;

    public CostModel(PriceList prices, Assumptions given) {
        this.prices = prices;
        this.given = given;
        this.functions = new FunctionBills(prices, given);
        this.tasks = new TaskBills(prices, given);
        this.consumption = new ConsumptionBills(prices, given);
        this.shared = new SharedBills(prices, given);
    }

    /** Returns the model with the newest prices, and the assumptions that come with it. */
    public static CostModel newest() {
        return new CostModel(PriceList.newest(), Assumptions.load());
    }

    /** Returns what that service costs a month in that form: compute, and what it consumes besides. */
    public Bill service(Use use, Scenario scenario) {
        Bill compute =
                switch (use) {
                    case FunctionUse function -> functions.of(function, scenario);
                    case TaskUse task -> tasks.of(task, scenario);
                };
        return compute.plus(consumption.of(use.consumed(), scenario));
    }

    /** Returns what stands before the shop, given the gateway's form. */
    public Bill entry(Use gateway, Scenario scenario) {
        return shared.entry(gateway instanceof FunctionUse, scenario);
    }

    /** Returns what the shop costs a month in whichever form. */
    public Bill shared(Scenario scenario) {
        return shared.everything(scenario);
    }

    /** Returns the requests of a month. */
    public BigDecimal requests(Scenario scenario) {
        return scenario.workload().requests(given.hoursAMonth().value());
    }

    /** Returns what a million requests cost, where a month costs so much. */
    public Usd perMillionRequests(Usd month, Scenario scenario) {
        return month.times(MILLION).dividedBy(requests(scenario));
    }

    /**
     * Returns what a million orders cost, where a month costs so much.
     *
     * @throws ArithmeticException if nobody orders
     */
    public Usd perMillionOrders(Usd month, BigDecimal ordersARequest, Scenario scenario) {
        return perMillionRequests(month, scenario).dividedBy(ordersARequest);
    }

    public PriceList prices() {
        return prices;
    }

    public Assumptions assumptions() {
        return given;
    }
}
