package stage5.load.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the shop's forms cost beside each other, by the use that was measured. What stands before the shop is part of the
 * gateway's cost, since the gateway's form decides it.
 */
public final class Forms {

    /** Enough for intervals of two digits. */
    public static final int RESAMPLES = 200;

    private static final long SEED = 5;
    private static final MathContext RATE_DIGITS = new MathContext(6);

    private final CostModel model;
    private final MeasuredUse measured;
    private final Sample best;
    private final List<Sample> resampled;

    public Forms(CostModel model, MeasuredUse measured) {
        this.model = model;
        this.measured = measured;
        this.best = measured.measured();
        this.resampled = measured.resampled(RESAMPLES, SEED);
    }

    /** Which arm each service is run as. */
    public record Choice(Map<String, String> armByService) {

        public Choice {
            armByService = new LinkedHashMap<>(armByService);
        }
    }

    /** Returns the choice of one arm for all services. */
    public Choice all(String arm) {
        Map<String, String> arms = new LinkedHashMap<>();
        measured.services().forEach(service -> arms.put(service, arm));
        return new Choice(arms);
    }

    /** Returns the cheapest arm of each service, of those that pass the filter; nothing if none does. */
    public Optional<Choice> cheapest(Scenario scenario, Predicate<String> arms) {
        Map<String, String> choice = new LinkedHashMap<>();
        for (String service : measured.services()) {
            cheapest(service, scenario, arms).ifPresent(arm -> choice.put(service, arm));
        }
        return choice.isEmpty() ? Optional.empty() : Optional.of(new Choice(choice));
    }

    /** Returns the arm in which that service costs least, of those that pass the filter. */
    public Optional<String> cheapest(String service, Scenario scenario, Predicate<String> arms) {
        return measured.arms().stream()
                .filter(arms)
                .min(Comparator.comparing(arm -> service(best, arm, service, scenario)));
    }

    /** Returns what that service costs a month in that arm; the gateway with what stands before it. */
    public Estimate service(String arm, String service, Scenario scenario) {
        return estimate(sample -> service(sample, arm, service, scenario));
    }

    /** Returns what the shop costs a month, all told. */
    public Estimate shop(Choice choice, Scenario scenario) {
        return estimate(sample -> shop(sample, choice, scenario));
    }

    /** Returns what a million requests cost, all told. */
    public Estimate perMillionRequests(Choice choice, Scenario scenario) {
        return estimate(sample -> model.perMillionRequests(shop(sample, choice, scenario), scenario));
    }

    /** Returns what a million orders cost, all told; nothing where nobody ordered. */
    public Optional<Estimate> perMillionOrders(Choice choice, Scenario scenario) {
        boolean everybodyOrdered = best.ordersARequest().signum() > 0
                && resampled.stream().allMatch(s -> s.ordersARequest().signum() > 0);
        return everybodyOrdered
                ? Optional.of(estimate(sample ->
                        model.perMillionOrders(shop(sample, choice, scenario), sample.ordersARequest(), scenario)))
                : Optional.empty();
    }

    /** Returns what a month costs in whichever form. */
    public Usd shared(Scenario scenario) {
        return model.shared(scenario).total();
    }

    /** Returns the bill of that choice, by what it is for. */
    public Map<String, Bill> bills(Choice choice, Scenario scenario) {
        Map<String, Bill> bills = new LinkedHashMap<>();
        choice.armByService()
                .forEach((service, arm) -> bills.put(service + " as " + arm, bill(best, arm, service, scenario)));
        bills.put("all forms", model.shared(scenario));
        return bills;
    }

    /** Returns where that service flips from functions to containers. */
    public BreakEven.Range breakEven(String service, String function, String container, Scenario scenario) {
        return range(
                (sample, at) -> service(sample, container, service, at).minus(service(sample, function, service, at)),
                scenario);
    }

    /** Returns where the shop flips from functions to containers, all of it in one form. */
    public BreakEven.Range breakEven(String function, String container, Scenario scenario) {
        Choice functions = all(function);
        Choice containers = all(container);
        return range((sample, at) -> shop(sample, containers, at).minus(shop(sample, functions, at)), scenario);
    }

    /** Returns the orders of a month. */
    public BigDecimal orders(Scenario scenario) {
        return model.requests(scenario).multiply(best.ordersARequest());
    }

    public CostModel model() {
        return model;
    }

    public MeasuredUse measured() {
        return measured;
    }

    private BreakEven.Range range(BiFunction<Sample, Scenario, Usd> difference, Scenario scenario) {
        Function<Sample, BreakEven> one = sample -> BreakEven.of(
                rate -> difference.apply(sample, scenario.at(decimal(rate))).toDouble());
        return BreakEven.Range.of(
                one.apply(best), resampled.parallelStream().map(one).toList());
    }

    private Estimate estimate(Function<Sample, Usd> amount) {
        return Estimate.of(
                amount.apply(best), resampled.parallelStream().map(amount).toList());
    }

    private Usd shop(Sample sample, Choice choice, Scenario scenario) {
        Usd sum = model.shared(scenario).total();
        for (Map.Entry<String, String> service : choice.armByService().entrySet()) {
            sum = sum.plus(service(sample, service.getValue(), service.getKey(), scenario));
        }
        return sum;
    }

    private Usd service(Sample sample, String arm, String service, Scenario scenario) {
        return bill(sample, arm, service, scenario).total();
    }

    private Bill bill(Sample sample, String arm, String service, Scenario scenario) {
        Use use = sample.use(arm, service);
        Bill bill = model.service(use, scenario);
        return service.equals(MeasuredUse.GATEWAY) ? bill.plus(model.entry(use, scenario)) : bill;
    }

    private static BigDecimal decimal(double rate) {
        return new BigDecimal(rate, RATE_DIGITS);
    }
}
