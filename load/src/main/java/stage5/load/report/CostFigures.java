package stage5.load.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import stage5.load.cost.BreakEven;
import stage5.load.cost.CostAnswer;
import stage5.load.cost.CostModel;
import stage5.load.cost.Estimate;
import stage5.load.cost.FormCosts;
import stage5.load.cost.MeasuredUsage;
import stage5.load.cost.Scenario;
import stage5.load.cost.Workload;
import stage5.load.results.Results;

/** Builds the figures and tables of the cost estimate. */
final class CostFigures {

    private static final double LOWEST = 0.1;
    private static final double HIGHEST = 1000;
    private static final int STEPS = 24;

    private final Results run;
    private final MeasuredFigures measured;
    private final FormCosts forms;

    /** @param resamples of {@link FormCosts} */
    CostFigures(Results run, MeasuredFigures measured, String model, int resamples) {
        this.run = run;
        this.measured = measured;
        this.forms = new FormCosts(CostModel.newest(), MeasuredUsage.of(run, model), resamples);
    }

    /** Returns the estimate for a rate and a duty, in a sentence that names the cheapest arms. */
    String sentence(String rate, String duty) {
        return new CostAnswer(forms, Scenario.withDefaults(Workload.of(rate, duty))).sentence();
    }

    /** Returns what the estimate leaves out for want of measurements, a sentence each. */
    List<String> gaps() {
        return forms.measured().gaps();
    }

    /** Returns the cheapest arm for all services at a rate, and its cost, in a few words. */
    String cheapest(String rate, String duty) {
        Scenario scenario = Scenario.withDefaults(Workload.of(rate, duty));
        String arm = forms.measured().arms().stream().min(byCost(scenario)).orElseThrow();
        return "%s %s (%s a month)"
                .formatted(arm, CostAnswer.share(scenario.workload()), forms.amount(forms.all(arm), scenario));
    }

    /** Returns the monthly cost of each arm at a rate, for each duty. */
    DataTable monthly(String rate, List<String> duties) {
        List<List<Object>> rows = new ArrayList<>();
        for (String duty : duties) {
            Scenario scenario = Scenario.withDefaults(Workload.of(rate, duty));
            for (String arm : forms.measured().arms()) {
                Estimate month = forms.shop(forms.all(arm), scenario);
                rows.add(List.of(
                        arm,
                        duty,
                        month.amount().toString(),
                        month.low().toString(),
                        month.high().toString(),
                        forms.perMillionRequests(forms.all(arm), scenario)
                                .amount()
                                .toString()));
            }
        }
        return new DataTable(List.of("all_services_as", "duty", "a_month", "low", "high", "a_million_requests"), rows);
    }

    /**
     * Returns the cost of a million requests by rate, with the shop's break-even marked.
     *
     * @param named whether the mark names the cheaper arm
     */
    Figure byRate(String duty, boolean named) {
        Scenario scenario = Scenario.withDefaults(Workload.of("10", duty));
        List<Series> series = forms.measured().arms().stream()
                .map(arm -> new Series(
                        measured.name(run, arm),
                        run.environment().provenance(),
                        measured.style(run, arm),
                        rates().mapToObj(rate -> point(arm, rate, scenario)).toList()))
                .toList();
        Optional<LineChart.Mark> breakEven = breakEven(scenario, named);
        String share =
                new BigDecimal(duty).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
        String id = "cost-" + duty.replace('.', '-');
        String title = duty.equals("1")
                ? "Cost by rate, around the clock"
                : "Cost by rate, requests %s of the time".formatted(share);
        return new Figure(
                title,
                "All services in one form, all costs included: compute, ingress, tables, messages, cache, logs, traces. Lines of arms that need the same tasks coincide. Shaded areas are 95 % intervals. "
                        + breakEven
                                .map(mark -> "The dashed line is the break-even of the whole shop.")
                                .orElse("There is no break-even within these rates."),
                new LineChart(
                        id,
                        title,
                        "US dollars for a million requests by requests a second, one line for each arm; break-even marked.",
                        new Axis("requests a second while busy (logarithmic)", true),
                        new Axis("USD a million requests (logarithmic)", true),
                        series,
                        Double.NaN,
                        "",
                        breakEven.stream().toList()),
                MeasuredFigures.table("rate", "usd_a_million_requests", series));
    }

    /**
     * Returns the break-even of each service, for each duty.
     *
     * @param named whether the column names what costs less above the rate
     */
    DataTable breakEvens(List<String> duties, boolean named) {
        List<List<Object>> rows = new ArrayList<>();
        for (String duty : duties) {
            Scenario scenario = Scenario.withDefaults(Workload.of("10", duty));
            for (Map.Entry<String, BreakEven.Range> service :
                    new CostAnswer(forms, scenario).breakEvens().entrySet()) {
                BreakEven.Range range = service.getValue();
                rows.add(List.of(
                        service.getKey(),
                        duty,
                        CostAnswer.rate(range.best().last()),
                        CostAnswer.rate(range.low()),
                        CostAnswer.rate(range.high())));
            }
        }
        return new DataTable(
                List.of("service", "duty", named ? "containers_cost_less_above" : "equal_cost_at", "low", "high"),
                rows);
    }

    /** Returns the prices with their sources. */
    DataTable prices() {
        return new DataTable(
                List.of("price", "unit", "usd", "source", "date"),
                forms.model().prices().all().stream()
                        .map(price -> List.<Object>of(
                                price.name(),
                                price.unit().toString(),
                                price.first().amount().toPlainString(),
                                price.source().toString(),
                                price.date().toString()))
                        .toList());
    }

    private Point point(String arm, double rate, Scenario scenario) {
        Estimate million =
                forms.perMillionRequests(forms.all(arm), scenario.at(new BigDecimal(rate, new MathContext(6))));
        return new Point(
                rate,
                million.amount().toDouble(),
                million.low().toDouble(),
                million.high().toDouble());
    }

    private Optional<LineChart.Mark> breakEven(Scenario scenario, boolean named) {
        Optional<String> function = cheapest(scenario, true);
        Optional<String> container = cheapest(scenario, false);
        if (function.isEmpty() || container.isEmpty()) {
            return Optional.empty();
        }
        BreakEven.Range range = forms.breakEven(function.get(), container.get(), scenario);
        double rate = range.best().last();
        return rate < LOWEST || rate > HIGHEST
                ? Optional.empty()
                : Optional.of(new LineChart.Mark(
                        rate,
                        range.low(),
                        range.high(),
                        named
                                ? "%s cheaper above %s/s".formatted(container.get(), CostAnswer.rate(rate))
                                : "equal cost of %s and %s at %s/s"
                                        .formatted(function.get(), container.get(), CostAnswer.rate(rate))));
    }

    private Optional<String> cheapest(Scenario scenario, boolean function) {
        return forms.measured().arms().stream()
                .filter(arm -> forms.measured().isFunction(arm) == function)
                .min(byCost(scenario));
    }

    private Comparator<String> byCost(Scenario scenario) {
        return Comparator.comparing(arm -> forms.amount(forms.all(arm), scenario));
    }

    private static DoubleStream rates() {
        return IntStream.rangeClosed(0, STEPS)
                .mapToDouble(step -> LOWEST * Math.pow(HIGHEST / LOWEST, (double) step / STEPS));
    }
}
