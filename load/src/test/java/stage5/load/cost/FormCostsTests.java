package stage5.load.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import stage5.load.results.ColdStartRow;
import stage5.load.results.MadeUpResults;
import stage5.load.results.ObservationRow;
import stage5.load.results.Results;
import stage5.load.results.ResultsException;
import stage5.load.results.ResultsOption;
import stage5.stack.Project;

class FormCostsTests {

    private static Results results;
    private static FormCosts forms;

    @BeforeAll
    static void measure() {
        results = MadeUpResults.results();
        forms = new FormCosts(CostModel.newest(), MeasuredUsage.of(results, "browse"));
    }

    @Test
    void shouldCalculateUsageAsARatioOfSums_whenThereAreSeveralRounds() {
        double seconds = sum("jvm", "gateway", "cpu-seconds");
        double requests = sum("jvm", "shop", "requests");

        TaskUsage use =
                (TaskUsage) MeasuredUsage.of(results, "browse").measured().use("jvm", "gateway");

        assertThat(use.vcpuSeconds().doubleValue()).isCloseTo(seconds / requests, withinPercentage(0.001));
    }

    @Test
    void shouldReadSchedulesAndQueuesFromTheTopology_whenTheArmIsFunctions() {
        FunctionUsage use =
                (FunctionUsage) MeasuredUsage.of(results, "browse").measured().use("jvm-lambda", "order-service");

        assertThat(use.schedulesAnHour()).isEqualByComparingTo("180");
        assertThat(use.queues()).isEqualTo(3);
        assertThat(use.functions()).isEqualTo(5);
        assertThat(use.memoryGb().doubleValue()).isCloseTo(1769 / 1024.0, withinPercentage(0.001));
    }

    /** The other functions of the arm are the best estimate. */
    @Test
    void shouldUseTheColdStartsOfOtherServices_whenAServiceHasNone() {
        Results without = withColdStarts(start -> !start.part().equals("notification-worker"));

        FunctionUsage worker =
                (FunctionUsage) MeasuredUsage.of(without, "browse").measured().use("jvm-lambda", "notification-worker");

        double seconds = without.coldStarts().stream()
                .filter(start -> start.arm().equals("jvm-lambda"))
                .mapToDouble(start -> start.initMillis() / 1000)
                .average()
                .orElseThrow();
        assertThat(worker.initGbSeconds().doubleValue())
                .isCloseTo(seconds * worker.memoryGb().doubleValue(), withinPercentage(0.001));
    }

    @Test
    void shouldNameTheGap_whenNothingWasMeasured() {
        MeasuredUsage measured =
                MeasuredUsage.of(withColdStarts(start -> !start.arm().equals("jvm-lambda")), "browse");

        assertThat(measured.gaps())
                .contains("Left out of jvm-lambda: INIT phases, because no cold start was seen.")
                .doesNotContain("Left out of native-lambda: INIT phases, because no cold start was seen.")
                .anySatisfy(gap -> assertThat(gap).startsWith("Left out of jvm, because nothing counted them there: "));
        assertThat(((FunctionUsage) measured.measured().use("jvm-lambda", "gateway")).initGbSeconds())
                .isZero();
    }

    /** AWS bills INIT with the first invocation; the model bills it separately. */
    @Test
    void shouldNotBillInitTwice_whenAnEnvironmentStartedDuringThePhase() {
        List<ColdStartRow> starts = new ArrayList<>(results.coldStarts());
        starts.add(new ColdStartRow("jvm-lambda", 1, "browse", "warm", "gateway", "gateway-http", 1000, 5.0, 200.0));
        FunctionUsage before =
                (FunctionUsage) MeasuredUsage.of(results, "browse").measured().use("jvm-lambda", "gateway");
        FunctionUsage after = (FunctionUsage)
                MeasuredUsage.of(with(starts), "browse").measured().use("jvm-lambda", "gateway");

        double requests = sum("jvm-lambda", "shop", "requests");
        assertThat(before.busySeconds().subtract(after.busySeconds()).doubleValue())
                .isCloseTo(1 / requests, withinPercentage(0.1));
        assertThat(before.gbSeconds().subtract(after.gbSeconds()).doubleValue())
                .isCloseTo(before.memoryGb().doubleValue() / requests, withinPercentage(0.1));
    }

    private static Results withColdStarts(Predicate<ColdStartRow> which) {
        return with(results.coldStarts().stream().filter(which).toList());
    }

    private static Results with(List<ColdStartRow> starts) {
        return new Results(
                results.folder(),
                results.environment(),
                results.observations(),
                results.latencies(),
                starts,
                results.steps(),
                results.summary());
    }

    @Test
    void shouldFail_whenTheModelWasNotRun() {
        assertThatThrownBy(() -> MeasuredUsage.of(results, "soak")).isInstanceOf(ResultsException.class);
    }

    @Test
    void shouldReturnAnInterval_whenRoundsDiffer() {
        Estimate estimate = forms.service("jvm-lambda", "gateway", Scenario.withDefaults(Workload.of("40", "1")));

        assertThat(estimate.low()).isLessThan(estimate.amount());
        assertThat(estimate.high()).isGreaterThan(estimate.amount());
    }

    @Test
    void shouldCostTheSame_whenCalculatedAgain() {
        Scenario scenario = Scenario.withDefaults(Workload.of("40", "0.3"));
        FormCosts again = new FormCosts(CostModel.newest(), MeasuredUsage.of(results, "browse"));

        assertThat(again.shop(again.all("native"), scenario)).isEqualTo(forms.shop(forms.all("native"), scenario));
    }

    @Test
    void shouldCostTheSameInBothForms_whenAtTheBreakEven() {
        Scenario scenario = Scenario.withDefaults(Workload.of("40", "1"));
        BreakEven.Range range = forms.breakEven("native-lambda", "native", scenario);
        Scenario there = scenario.at(BigDecimal.valueOf(range.best().first()));

        double functions =
                forms.shop(forms.all("native-lambda"), there).amount().toDouble();
        double containers = forms.shop(forms.all("native"), there).amount().toDouble();

        assertThat(functions).isCloseTo(containers, withinPercentage(0.1));
        assertThat(range.low()).isLessThanOrEqualTo(range.best().first());
        assertThat(range.high()).isGreaterThanOrEqualTo(range.best().last());
    }

    @Test
    void shouldChooseTheCheapestFormOfEachService_whenArmsDiffer() {
        Scenario scenario = Scenario.withDefaults(Workload.of("40", "1"));
        FormCosts.Choice cheapest = forms.cheapest(scenario, arm -> true).orElseThrow();

        for (String arm : forms.measured().arms()) {
            assertThat(forms.shop(cheapest, scenario).amount())
                    .isLessThanOrEqualTo(forms.shop(forms.all(arm), scenario).amount());
        }
    }

    @Test
    void shouldPrintASentence_whenTheCommandRuns() {
        StringWriter out = new StringWriter();

        int status = command(out)
                .execute(
                        "--rate",
                        "40",
                        "--duty",
                        "0.3",
                        "--bill",
                        "--results",
                        MadeUpResults.folder().toString());

        assertThat(status).isZero();
        assertThat(out.toString())
                .startsWith(
                        "At 40 requests/s for 30 % of the time (31.5 million requests a month, arm64), the cheapest is ")
                .contains("a million requests", "a million orders", "containers cost less above", "Lambda duration")
                .contains("Emulated: Lambda");
    }

    @Test
    void shouldUseTheSampleAndSaySo_whenThereAreNoOwnResults(@TempDir Path root) throws IOException {
        copyFixture(root.resolve(ResultsOption.SAMPLE));

        String out = executeIn(root);

        assertThat(out)
                .startsWith("No own results in load/target/compare: this estimate uses the committed sample ")
                .contains(
                        root.resolve(ResultsOption.SAMPLE).toString(),
                        "commit 0000000000000000000000000000000000000000",
                        "measured on 2026-11-25",
                        "At 40 requests/s around the clock");
    }

    @Test
    void shouldUseOwnResults_whenThereAreSome(@TempDir Path root) throws IOException {
        copyFixture(root.resolve(ResultsOption.SAMPLE));
        copyFixture(root.resolve(ResultsOption.PARENT).resolve("20261126-000000"));

        String out = executeIn(root);

        assertThat(out).startsWith("At 40 requests/s around the clock").contains("20261126-000000");
    }

    @Test
    void shouldFail_whenThereIsNeitherSampleNorOwnResult(@TempDir Path root) {
        assertThat(executeIn(root)).startsWith("There are no results in ");
    }

    private static void copyFixture(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(MadeUpResults.folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    /** Runs the command in a project with the given root and returns its output. */
    private static String executeIn(Path root) {
        String before = System.getProperty(Project.HOME_PROPERTY);
        System.setProperty(Project.HOME_PROPERTY, root.toString());
        try {
            StringWriter out = new StringWriter();
            command(out).execute("--rate", "40");
            return out.toString();
        } finally {
            if (before == null) {
                System.clearProperty(Project.HOME_PROPERTY);
            } else {
                System.setProperty(Project.HOME_PROPERTY, before);
            }
        }
    }

    @Test
    void shouldStateTheReason_whenTheDutyIsOutOfRange() {
        StringWriter out = new StringWriter();

        assertThat(command(out).execute("--rate", "40", "--duty", "30")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(out.toString()).contains("The duty is a share of the time");
    }

    private static CommandLine command(StringWriter out) {
        return new CommandLine(new CostCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out));
    }

    private static double sum(String arm, String part, String metric) {
        return results.observations().stream()
                .filter(row -> row.model().equals("browse")
                        && row.arm().equals(arm)
                        && row.part().equals(part)
                        && row.metric().equals(metric))
                .mapToDouble(ObservationRow::value)
                .sum();
    }
}
