package stage5.load.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Formats the cost estimate as sentences. */
public final class CostAnswer {

    private final FormCosts forms;
    private final Scenario scenario;

    public CostAnswer(FormCosts forms, Scenario scenario) {
        this.forms = forms;
        this.scenario = scenario;
    }

    /** Returns one sentence: the cheapest arm of each service, the cost, and the break-even rates. */
    public String sentence() {
        FormCosts.Choice choice = choice();
        Map<String, List<String>> byArm = new LinkedHashMap<>();
        choice.armByService().forEach((service, arm) -> byArm.computeIfAbsent(arm, none -> new ArrayList<>())
                .add(service));
        String arms = byArm.entrySet().stream()
                .map(entry -> "%s as %s"
                        .formatted(byArm.size() == 1 ? "every service" : join(entry.getValue()), entry.getKey()))
                .collect(Collectors.joining("; "));
        Estimate month = forms.shop(choice, scenario);
        String perOrders = forms.perMillionOrders(choice, scenario)
                .map(estimate -> ", %s a million orders".formatted(estimate.amount()))
                .orElse("");
        return "At %s requests/s %s (%s million requests a month, %s), the cheapest is %s: %s a month (95 %%: %s to %s), %s a million requests%s, of which %s a month come with every form; %s."
                .formatted(
                        plain(scenario.workload().rate()),
                        share(scenario.workload()),
                        millions(forms.model().requests(scenario)),
                        scenario.architecture(),
                        arms,
                        month.amount(),
                        month.low(),
                        month.high(),
                        forms.perMillionRequests(choice, scenario).amount(),
                        perOrders,
                        forms.shared(scenario),
                        breakEvenWords());
    }

    /** Returns the cheapest arm of each service. */
    public FormCosts.Choice choice() {
        return forms.cheapest(scenario, arm -> true).orElseThrow();
    }

    /**
     * Returns the break-even of each service, for its cheapest function arm and its cheapest container arm; empty if
     * only one form was measured.
     */
    public Map<String, BreakEven.Range> breakEvens() {
        Map<String, BreakEven.Range> all = new LinkedHashMap<>();
        for (String service : forms.measured().services()) {
            Optional<String> function = forms.cheapest(service, scenario, forms.measured()::isFunction);
            Optional<String> container =
                    forms.cheapest(service, scenario, arm -> !forms.measured().isFunction(arm));
            if (function.isPresent() && container.isPresent()) {
                all.put(service, forms.breakEven(service, function.get(), container.get(), scenario));
            }
        }
        return all;
    }

    /** Returns a break-even in words. */
    public static String words(BreakEven.Range range) {
        if (range.best().last() == BreakEven.NEVER) {
            return "functions cost less at any rate up to %,.0f/s".formatted(BreakEven.HIGHEST);
        }
        if (range.best().last() == 0) {
            return "containers cost less at any rate from %s/s".formatted(BreakEven.LOWEST);
        }
        return "containers cost less above %s/s (95 %%: %s to %s)"
                .formatted(rate(range.best().last()), rate(range.low()), rate(range.high()));
    }

    /** Returns a rate with three digits. */
    public static String rate(double rate) {
        if (rate == BreakEven.NEVER) {
            return "more than %,.0f".formatted(BreakEven.HIGHEST);
        }
        if (rate == 0) {
            return "less than " + BreakEven.LOWEST;
        }
        int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(rate)));
        return String.format(Locale.ROOT, "%,." + decimals + "f", rate);
    }

    private String breakEvenWords() {
        Map<String, BreakEven.Range> all = breakEvens();
        if (all.isEmpty()) {
            return "only one form was measured, so there is no break-even";
        }
        return all.entrySet().stream()
                .map(entry -> "for %s %s".formatted(entry.getKey(), words(entry.getValue())))
                .collect(Collectors.joining(", "));
    }

    private static String join(List<String> words) {
        return words.size() == 1
                ? words.getFirst()
                : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    /** Returns the workload's duty in words. */
    public static String share(Workload workload) {
        return workload.duty().compareTo(BigDecimal.ONE) == 0
                ? "around the clock"
                : "for %s %% of the time".formatted(plain(workload.duty().movePointRight(2)));
    }

    private static String millions(BigDecimal requests) {
        return plain(requests.movePointLeft(6).setScale(1, RoundingMode.HALF_UP));
    }
}
