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
import stage5.load.cost.Answer;
import stage5.load.cost.BreakEven;
import stage5.load.cost.CostModel;
import stage5.load.cost.Estimate;
import stage5.load.cost.Forms;
import stage5.load.cost.MeasuredUse;
import stage5.load.cost.Scenario;
import stage5.load.cost.Workload;
import stage5.load.results.Results;

/** What the run's forms would cost on AWS: curves over the rate, and where they cross. */
final class Money {

    private static final double LOWEST = 0.1;
    private static final double HIGHEST = 1000;
    private static final int STEPS = 24;

    private final Results run;
    private final Measured measured;
    private final Forms forms;

    Money(Results run, Measured measured, String model) {
        this.run = run;
        this.measured = measured;
        this.forms = new Forms(CostModel.newest(), MeasuredUse.of(run, model));
    }

    /** Returns the answer for a rate and a duty, in a sentence. */
    String sentence(String rate, String duty) {
        return new Answer(forms, Scenario.usual(Workload.of(rate, duty))).sentence();
    }

    /** Returns what is left out of the cost for want of a measurement. */
    List<String> gaps() {
        return forms.measured().gaps();
    }

    /** Returns which arm costs least for all services at a rate, and what, in a few words. */
    String cheapest(String rate, String duty) {
        Scenario scenario = Scenario.usual(Workload.of(rate, duty));
        String arm = forms.measured().arms().stream().min(byCost(scenario)).orElseThrow();
        return "%s %s (%s a month)"
                .formatted(
                        arm,
                        Answer.share(scenario.workload()),
                        forms.shop(forms.all(arm), scenario).amount());
    }

    /** Returns what a million requests cost by rate, with the shop's break-even marked. */
    Figure byRate(String duty) {
        Scenario scenario = Scenario.usual(Workload.of("10", duty));
        List<Series> series = forms.measured().arms().stream()
                .map(arm -> new Series(
                        measured.name(run, arm),
                        run.environment().provenance(),
                        measured.look(run, arm),
                        rates().mapToObj(rate -> point(arm, rate, scenario)).toList()))
                .toList();
        Optional<LineChart.Mark> breakEven = breakEven(scenario);
        String share =
                new BigDecimal(duty).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
        String id = "cost-" + duty.replace('.', '-');
        String title = duty.equals("1")
                ? "Cost by rate, around the clock"
                : "Cost by rate, requests %s of the time".formatted(share);
        return new Figure(
                id,
                title,
                "All services in one form, all told: compute, entry, tables, messages, cache, logs, traces. Arms that need the same tasks lie on each other. Shades are 95 % intervals. "
                        + breakEven
                                .map(mark -> "The dashed line is where the shop as a whole flips: " + mark.name() + ".")
                                .orElse("No break-even lies within these rates."),
                new LineChart(
                                id,
                                title,
                                "US dollars for a million requests by requests a second, one line for each arm; break-even marked.",
                                new LineChart.Axis("requests a second while they come (logarithmic)", true),
                                new LineChart.Axis("USD a million requests (logarithmic)", true),
                                series,
                                Double.NaN,
                                "",
                                breakEven.stream().toList())
                        .svg(),
                Measured.table(id, "rate", "usd_a_million_requests", series));
    }

    /** Returns the break-even of each service, for each duty. */
    Table breakEvens(List<String> duties) {
        List<List<Object>> rows = new ArrayList<>();
        for (String duty : duties) {
            Scenario scenario = Scenario.usual(Workload.of("10", duty));
            for (Map.Entry<String, BreakEven.Range> service :
                    new Answer(forms, scenario).breakEvens().entrySet()) {
                BreakEven.Range range = service.getValue();
                rows.add(List.of(
                        service.getKey(),
                        duty,
                        Answer.rate(range.best().last()),
                        Answer.rate(range.low()),
                        Answer.rate(range.high())));
            }
        }
        return new Table("break-even", List.of("service", "duty", "containers_cost_less_above", "low", "high"), rows);
    }

    /** Returns the prices, with their sources. */
    Table prices() {
        return new Table(
                "prices",
                List.of("price", "unit", "usd", "source", "date", "seen_in"),
                forms.model().prices().all().stream()
                        .map(price -> List.<Object>of(
                                price.name(),
                                price.unit().toString(),
                                price.first().amount().toPlainString(),
                                price.source().toString(),
                                price.date().toString(),
                                price.seen()))
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

    private Optional<LineChart.Mark> breakEven(Scenario scenario) {
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
                        "%s cheaper above %s/s".formatted(container.get(), Answer.rate(rate))));
    }

    private Optional<String> cheapest(Scenario scenario, boolean function) {
        return forms.measured().arms().stream()
                .filter(arm -> forms.measured().isFunction(arm) == function)
                .min(byCost(scenario));
    }

    private Comparator<String> byCost(Scenario scenario) {
        return Comparator.comparing(arm -> forms.shop(forms.all(arm), scenario).amount());
    }

    private static DoubleStream rates() {
        return IntStream.rangeClosed(0, STEPS)
                .mapToDouble(step -> LOWEST * Math.pow(HIGHEST / LOWEST, (double) step / STEPS));
    }
}
