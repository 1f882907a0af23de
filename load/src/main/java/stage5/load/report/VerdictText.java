package stage5.load.report;

import static stage5.load.report.NumberText.amount;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import stage5.load.results.ComparisonSummary;
import stage5.load.results.MeasurementEnvironment;
import stage5.load.results.ObservationRow;
import stage5.load.results.Results;

/** Formats the most important metrics of a comparison as sentences. Without limitations they contain verdicts. */
final class VerdictText {

    private static final List<String> VERDICTS =
            List.of("better", "worse", "different", "no difference found", "too few rounds");

    private final Results run;
    private final boolean verdicts;

    VerdictText(Results run) {
        this.run = run;
        this.verdicts = run.environment().limitations().isEmpty();
    }

    /** Returns the best arm by metric, where a difference from the baseline was found; none with limitations. */
    List<String> bests() {
        List<String> bests = new ArrayList<>();
        if (!verdicts) {
            return bests;
        }
        run.environment().models().stream()
                .filter(model -> model.phase().equals("warm"))
                .findFirst()
                .flatMap(model -> shop("latency-p99", model))
                .map(metric -> "Fastest when warm, by p99 under %s: %s.".formatted(metric.model(), best(metric)))
                .ifPresent(bests::add);
        shop("start-to-first-answer", null)
                .map(metric -> "Fastest from nothing running to the first response: %s.".formatted(best(metric)))
                .ifPresent(bests::add);
        shop("resident-memory", null)
                .map(metric -> "Least resident memory: %s.".formatted(best(metric)))
                .ifPresent(bests::add);
        return bests;
    }

    private String best(ComparisonSummary.Metric metric) {
        String baseline = run.summary().baseline();
        return metric.arms().stream()
                .filter(value -> value.difference() != null
                        && value.difference().verdict().equals("better"))
                .min(Comparator.comparingDouble(ComparisonSummary.Value::median))
                .map(value -> "%s (%s)".formatted(value.arm(), amount(value.median(), metric.unit())))
                .orElse("no arm was found to be better than " + baseline);
    }

    /** Returns a sentence for each of the most important metrics. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (MeasurementEnvironment.Model model : run.environment().models()) {
            add(
                    "latency-p99",
                    model,
                    "99th percentile of latency under %s (%s/s, %s)"
                            .formatted(model.name(), NumberText.label(model.rate()), model.phase()),
                    sentences);
        }
        add("throughput-at-slo", null, "Throughput within the latency limit", sentences);
        add("start-to-first-answer", null, "Time from nothing running to the first response", sentences);
        add("resident-memory", null, "Resident memory of the shop", sentences);
        return sentences;
    }

    private void add(String name, MeasurementEnvironment.Model model, String subject, List<String> sentences) {
        shop(name, model)
                .flatMap(metric -> verdicts ? verdict(metric, subject) : Optional.of(values(metric, subject)))
                .ifPresent(sentences::add);
    }

    private Optional<ComparisonSummary.Metric> shop(String name, MeasurementEnvironment.Model model) {
        return run.summary().named(name).stream()
                .filter(metric -> metric.part().equals(ObservationRow.SHOP))
                .filter(metric -> model == null
                        || metric.model().equals(model.name()) && metric.phase().equals(model.phase()))
                .findFirst();
    }

    private static String values(ComparisonSummary.Metric metric, String subject) {
        return metric.arms().stream()
                .map(value -> "%s %s (%s to %s)"
                        .formatted(
                                value.arm(),
                                amount(value.median(), metric.unit()),
                                amount(value.low(), "1"),
                                amount(value.high(), "1")))
                .collect(Collectors.joining(", ", subject + ": ", "."));
    }

    private Optional<String> verdict(ComparisonSummary.Metric metric, String subject) {
        return metric.of(run.summary().baseline()).map(baseline -> {
            Map<String, List<String>> byVerdict = new LinkedHashMap<>();
            VERDICTS.forEach(verdict -> byVerdict.put(verdict, new ArrayList<>()));
            for (ComparisonSummary.Value value : metric.arms()) {
                if (value.difference() != null) {
                    byVerdict
                            .computeIfAbsent(value.difference().verdict(), none -> new ArrayList<>())
                            .add("%s (%s)".formatted(value.arm(), change(value, metric.unit())));
                }
            }
            StringBuilder text = new StringBuilder(
                    "%s: %s as %s.".formatted(subject, amount(baseline.median(), metric.unit()), baseline.arm()));
            byVerdict.forEach((verdict, arms) -> {
                if (!arms.isEmpty()) {
                    text.append(" %s: %s.".formatted(capitalised(verdict), String.join(", ", arms)));
                }
            });
            return text.toString();
        });
    }

    private static String change(ComparisonSummary.Value value, String unit) {
        ComparisonSummary.Difference difference = value.difference();
        String sign = difference.median() < 0 ? "−" : "+";
        return sign + amount(Math.abs(difference.median()), unit);
    }

    private static String capitalised(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
