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
 * Compares the costs of the shop's forms by measured usage. The cost of the ingress is part of the gateway's cost,
 * because it depends on the gateway's form.
 */
public final class FormCosts {

    /** The usual number of resamples; enough for two digits of an interval. */
    public static final int RESAMPLES = 200;

    private static final long SEED = 5;
    private static final MathContext RATE_DIGITS = new MathContext(6);

    private final CostModel model;
    private final MeasuredUsage measured;
    private final UsageSample best;
    private final List<UsageSample> resampled;

    /** Compares with {@value #RESAMPLES} resamples. */
    public FormCosts(CostModel model, MeasuredUsage measured) {
        this(model, measured, RESAMPLES);
    }

    /** @param resamples the number of resamples, which determines the digits of an interval and most of the time */
    public FormCosts(CostModel model, MeasuredUsage measured, int resamples) {
        this.model = model;
        this.measured = measured;
        this.best = measured.measured();
        this.resampled = measured.resampled(resamples, SEED);
    }

    /** An arm for each service. */
    public record Choice(Map<String, String> armByService) {

        public Choice {
            armByService = new LinkedHashMap<>(armByService);
        }
    }

    /** Returns the choice of the same arm for all services. */
    public Choice all(String arm) {
        Map<String, String> arms = new LinkedHashMap<>();
        measured.services().forEach(service -> arms.put(service, arm));
        return new Choice(arms);
    }

    /** Returns the cheapest arm of each service among those that pass the filter; empty if none does. */
    public Optional<Choice> cheapest(Scenario scenario, Predicate<String> arms) {
        Map<String, String> choice = new LinkedHashMap<>();
        for (String service : measured.services()) {
            cheapest(service, scenario, arms).ifPresent(arm -> choice.put(service, arm));
        }
        return choice.isEmpty() ? Optional.empty() : Optional.of(new Choice(choice));
    }

    /** Returns the cheapest arm of a service among those that pass the filter; empty if none does. */
    public Optional<String> cheapest(String service, Scenario scenario, Predicate<String> arms) {
        return measured.arms().stream()
                .filter(arms)
                .min(Comparator.comparing(arm -> service(best, arm, service, scenario)));
    }

    /** Returns a service's monthly cost in an arm; the gateway's includes the ingress. */
    public Estimate service(String arm, String service, Scenario scenario) {
        return estimate(sample -> service(sample, arm, service, scenario));
    }

    /** Returns the shop's monthly cost. */
    public Estimate shop(Choice choice, Scenario scenario) {
        return estimate(shopBySample(choice, scenario));
    }

    /** Returns the shop's monthly cost without its interval, which takes most of the time. */
    public Usd amount(Choice choice, Scenario scenario) {
        return shopBySample(choice, scenario).apply(best);
    }

    /** Returns the cost of a million requests. */
    public Estimate perMillionRequests(Choice choice, Scenario scenario) {
        Function<UsageSample, Usd> shop = shopBySample(choice, scenario);
        return estimate(sample -> model.perMillionRequests(shop.apply(sample), scenario));
    }

    /** Returns the cost of a million orders; empty if a resample has no orders. */
    public Optional<Estimate> perMillionOrders(Choice choice, Scenario scenario) {
        boolean hasOrders = best.ordersARequest().signum() > 0
                && resampled.stream().allMatch(s -> s.ordersARequest().signum() > 0);
        Function<UsageSample, Usd> shop = shopBySample(choice, scenario);
        return hasOrders
                ? Optional.of(estimate(
                        sample -> model.perMillionOrders(shop.apply(sample), sample.ordersARequest(), scenario)))
                : Optional.empty();
    }

    /** Returns the monthly cost of what all forms share. */
    public Usd shared(Scenario scenario) {
        return model.shared(scenario).total();
    }

    /** Returns the bills of a choice, by service and arm. */
    public Map<String, Bill> bills(Choice choice, Scenario scenario) {
        Map<String, Bill> bills = new LinkedHashMap<>();
        choice.armByService()
                .forEach((service, arm) -> bills.put(service + " as " + arm, bill(best, arm, service, scenario)));
        bills.put("all forms", model.shared(scenario));
        return bills;
    }

    /** Returns the break-even of a service between a function arm and a container arm. */
    public BreakEven.Range breakEven(String service, String function, String container, Scenario scenario) {
        return range(
                (sample, at) -> service(sample, container, service, at).minus(service(sample, function, service, at)),
                scenario);
    }

    /** Returns the break-even of the whole shop between a function arm and a container arm. */
    public BreakEven.Range breakEven(String function, String container, Scenario scenario) {
        Choice functions = all(function);
        Choice containers = all(container);
        // What all forms share costs the same in both, so it is left out.
        return range((sample, at) -> services(sample, containers, at).minus(services(sample, functions, at)), scenario);
    }

    /** Returns the number of orders in a month. */
    public BigDecimal orders(Scenario scenario) {
        return model.requests(scenario).multiply(best.ordersARequest());
    }

    public CostModel model() {
        return model;
    }

    public MeasuredUsage measured() {
        return measured;
    }

    private BreakEven.Range range(BiFunction<UsageSample, Scenario, Usd> difference, Scenario scenario) {
        Function<UsageSample, BreakEven> one = sample -> BreakEven.of(
                rate -> difference.apply(sample, scenario.at(decimal(rate))).toDouble());
        return BreakEven.Range.of(
                one.apply(best), resampled.parallelStream().map(one).toList());
    }

    private Estimate estimate(Function<UsageSample, Usd> amount) {
        return Estimate.of(
                amount.apply(best), resampled.parallelStream().map(amount).toList());
    }

    private Function<UsageSample, Usd> shopBySample(Choice choice, Scenario scenario) {
        Usd shared = shared(scenario);
        return sample -> shared.plus(services(sample, choice, scenario));
    }

    private Usd services(UsageSample sample, Choice choice, Scenario scenario) {
        return choice.armByService().entrySet().stream()
                .map(service -> service(sample, service.getValue(), service.getKey(), scenario))
                .reduce(Usd.NOTHING, Usd::plus);
    }

    private Usd service(UsageSample sample, String arm, String service, Scenario scenario) {
        return bill(sample, arm, service, scenario).total();
    }

    private Bill bill(UsageSample sample, String arm, String service, Scenario scenario) {
        ServiceUsage use = sample.use(arm, service);
        Bill bill = model.service(use, scenario);
        return service.equals(MeasuredUsage.GATEWAY) ? bill.plus(model.ingress(use, scenario)) : bill;
    }

    private static BigDecimal decimal(double rate) {
        return new BigDecimal(rate, RATE_DIGITS);
    }
}
