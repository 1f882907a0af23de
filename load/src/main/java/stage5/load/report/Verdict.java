package stage5.load.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stage5.load.results.Environment;
import stage5.load.results.Measurement;
import stage5.load.results.Results;
import stage5.load.results.Summary;

/** What a run comes to, in plain words: for each question the baseline's value, and who is better, worse or no different. */
final class Verdict {

    private final Results run;

    Verdict(Results run) {
        this.run = run;
    }

    /** Returns who is best at what, as far as a difference from the baseline was found. */
    List<String> bests() {
        List<String> bests = new ArrayList<>();
        run.environment().models().stream()
                .filter(model -> model.phase().equals("warm"))
                .findFirst()
                .flatMap(model -> shop("latency-p99", model))
                .map(metric -> "Fastest when warm, by p99 under %s: %s.".formatted(metric.model(), best(metric)))
                .ifPresent(bests::add);
        shop("start-to-first-answer", null)
                .map(metric -> "Quickest from nothing to the first answer: %s.".formatted(best(metric)))
                .ifPresent(bests::add);
        shop("resident-memory", null)
                .map(metric -> "Smallest in memory: %s.".formatted(best(metric)))
                .ifPresent(bests::add);
        return bests;
    }

    private String best(Summary.Metric metric) {
        String baseline = run.summary().baseline();
        return metric.arms().stream()
                .filter(value -> value.difference() != null
                        && value.difference().verdict().equals("better"))
                .min(Comparator.comparingDouble(Summary.Value::median))
                .map(value -> "%s (%s)".formatted(value.arm(), amount(value.median(), metric.unit())))
                .orElse("no arm was found to be better than " + baseline);
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (Environment.Model model : run.environment().models()) {
            about(
                    "latency-p99",
                    model,
                    "Under %s (%s/s, %s), 99 %% of requests"
                            .formatted(model.name(), Scale.label(model.rate()), model.phase()),
                    "are answered within",
                    sentences);
        }
        about("throughput-at-slo", null, "Within the limit on latency,", "the shop takes", sentences);
        about("start-to-first-answer", null, "From nothing running to the first answer", "it takes", sentences);
        about("resident-memory", null, "In memory", "the shop holds", sentences);
        return sentences;
    }

    private void about(String name, Environment.Model model, String question, String verb, List<String> sentences) {
        shop(name, model).flatMap(metric -> sentence(metric, question, verb)).ifPresent(sentences::add);
    }

    private Optional<Summary.Metric> shop(String name, Environment.Model model) {
        return run.summary().named(name).stream()
                .filter(metric -> metric.part().equals(Measurement.SHOP))
                .filter(metric -> model == null
                        || metric.model().equals(model.name()) && metric.phase().equals(model.phase()))
                .findFirst();
    }

    private Optional<String> sentence(Summary.Metric metric, String question, String verb) {
        return metric.of(run.summary().baseline()).map(baseline -> {
            Map<String, List<String>> byVerdict = new LinkedHashMap<>();
            for (String verdict : List.of("better", "worse", "different", "no difference found", "too few rounds")) {
                byVerdict.put(verdict, new ArrayList<>());
            }
            for (Summary.Value value : metric.arms()) {
                if (value.difference() != null) {
                    byVerdict
                            .computeIfAbsent(value.difference().verdict(), none -> new ArrayList<>())
                            .add("%s (%s)".formatted(value.arm(), change(value, metric.unit())));
                }
            }
            StringBuilder text = new StringBuilder("%s %s %s as %s."
                    .formatted(question, verb, amount(baseline.median(), metric.unit()), baseline.arm()));
            byVerdict.forEach((verdict, arms) -> {
                if (!arms.isEmpty()) {
                    text.append(" %s: %s.".formatted(capital(verdict), String.join(", ", arms)));
                }
            });
            return text.toString();
        });
    }

    private static String change(Summary.Value value, String unit) {
        Summary.Difference difference = value.difference();
        String sign = difference.median() < 0 ? "−" : "+";
        return sign + amount(Math.abs(difference.median()), unit);
    }

    /** Returns a value in three digits with its unit. */
    static String amount(double value, String unit) {
        double digit = value == 0 ? 1 : Math.pow(10, Math.floor(Math.log10(Math.abs(value))) - 2);
        String number = Scale.label(Math.round(value / digit) * digit);
        return switch (unit) {
            case "1" -> number;
            case "1/s" -> number + "/s";
            default -> number + " " + unit;
        };
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
