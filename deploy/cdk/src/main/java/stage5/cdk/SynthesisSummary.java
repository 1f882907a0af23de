package stage5.cdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import stage5.aws.assembly.CloudAssembly;
import stage5.aws.price.IdleCost;
import stage5.aws.price.MonthlyPrices;
import stage5.cdk.config.Form;
import stage5.cdk.spending.SpanBill;
import stage5.stack.Project;

/**
 * What the synthesis of one environment in one form produced.
 *
 * @param spans the projected bill for spans
 * @param folder of the templates
 * @param acknowledged number of constructs with a warning that {@link AcknowledgedWarning} lists
 * @param warnings number of constructs with any other warning
 * @param idle what the stacks cost without traffic
 */
record SynthesisSummary(
        String environment,
        Form form,
        SpanBill spans,
        Path folder,
        int stacks,
        int resources,
        int acknowledged,
        int warnings,
        IdleCost idle) {

    /** The column titles of {@link #toString}. */
    static final String HEADER =
            row("environment", "form", "stacks", "resources", "acknowledged", "warnings", "USD a month idle");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns the summary of the templates and of the validation report in the folder. */
    static SynthesisSummary of(String environment, Form form, SpanBill spans, Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<JsonNode> templates = files.filter(file -> file.toString().endsWith(".template.json"))
                    .map(SynthesisSummary::read)
                    .toList();
            JsonNode report = read(folder.resolve(CheckedApp.REPORT));
            return new SynthesisSummary(
                    environment,
                    form,
                    spans,
                    folder,
                    templates.size(),
                    templates.stream()
                            .mapToInt(template -> template.path("Resources").size())
                            .sum(),
                    constructs(report, "suppressedViolations"),
                    constructs(report, "violations"),
                    idleCost(folder));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the templates in " + folder, e);
        }
    }

    private static IdleCost idleCost(Path folder) throws IOException {
        MonthlyPrices prices = MonthlyPrices.of(Project.locate());
        return CloudAssembly.read(folder).stacks().stream()
                .map(stack -> IdleCost.of(stack, prices))
                .reduce(IdleCost.NOTHING, IdleCost::plus);
    }

    private static int constructs(JsonNode report, String kind) {
        return report.path("pluginReports")
                .valueStream()
                .flatMap(plugin -> plugin.path(kind).valueStream())
                .mapToInt(violation -> violation.path("violatingConstructs").size())
                .sum();
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    @Override
    public String toString() {
        return row(
                environment,
                form,
                stacks,
                resources,
                acknowledged,
                warnings,
                idle.usd().setScale(2, RoundingMode.HALF_UP));
    }

    private static String row(
            Object environment,
            Object form,
            Object stacks,
            Object resources,
            Object acknowledged,
            Object warnings,
            Object idle) {
        return "%-11s  %-7s  %6s  %9s  %12s  %8s  %16s"
                .formatted(environment, form, stacks, resources, acknowledged, warnings, idle);
    }
}
