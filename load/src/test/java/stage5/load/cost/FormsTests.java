package stage5.load.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import stage5.load.results.ColdStart;
import stage5.load.results.MadeUp;
import stage5.load.results.Measurement;
import stage5.load.results.Results;
import stage5.load.results.ResultsException;

class FormsTests {

    private static Results results;
    private static Forms forms;

    @BeforeAll
    static void measure() {
        results = MadeUp.results();
        forms = new Forms(CostModel.newest(), MeasuredUse.of(results, "browse"));
    }

    @Test
    void shouldReckonUseAsSumsOverRounds() {
        double seconds = sum("jvm", "gateway", "cpu-seconds");
        double requests = sum("jvm", "shop", "requests");

        TaskUse use = (TaskUse) MeasuredUse.of(results, "browse").measured().use("jvm", "gateway");

        assertThat(use.vcpuSeconds().doubleValue()).isCloseTo(seconds / requests, withinPercentage(0.001));
    }

    @Test
    void shouldTakeSchedulesAndQueuesFromTheTopology() {
        FunctionUse use =
                (FunctionUse) MeasuredUse.of(results, "browse").measured().use("jvm-lambda", "order-service");

        assertThat(use.schedulesAnHour()).isEqualByComparingTo("180");
        assertThat(use.queues()).isEqualTo(3);
        assertThat(use.functions()).isEqualTo(5);
        assertThat(use.memoryGb().doubleValue()).isCloseTo(1769 / 1024.0, withinPercentage(0.001));
    }

    /** A worker that nobody had anything for starts as its neighbours do. */
    @Test
    void shouldTakeTheOthersStarts_whenAServiceWasNeverSeenToStart() {
        Results without = withColdStarts(start -> !start.part().equals("notification-worker"));

        FunctionUse worker =
                (FunctionUse) MeasuredUse.of(without, "browse").measured().use("jvm-lambda", "notification-worker");

        double seconds = without.coldStarts().stream()
                .filter(start -> start.arm().equals("jvm-lambda"))
                .mapToDouble(start -> start.initMillis() / 1000)
                .average()
                .orElseThrow();
        assertThat(worker.initGbSeconds().doubleValue())
                .isCloseTo(seconds * worker.memoryGb().doubleValue(), withinPercentage(0.001));
    }

    @Test
    void shouldSayWhatIsLeftOut_whenNothingMeasuredIt() {
        MeasuredUse measured =
                MeasuredUse.of(withColdStarts(start -> !start.arm().equals("jvm-lambda")), "browse");

        assertThat(measured.gaps())
                .contains("Left out of jvm-lambda: INIT phases, because no cold start was seen.")
                .doesNotContain("Left out of native-lambda: INIT phases, because no cold start was seen.")
                .anySatisfy(gap -> assertThat(gap).startsWith("Left out of jvm, because nothing counted them there: "));
        assertThat(((FunctionUse) measured.measured().use("jvm-lambda", "gateway")).initGbSeconds())
                .isZero();
    }

    /** AWS bills INIT with the first invocation; the model bills it apart. */
    @Test
    void shouldNotBillInitTwice_whenAnEnvironmentStartedWhileItWasMeasured() {
        List<ColdStart> starts = new ArrayList<>(results.coldStarts());
        starts.add(new ColdStart("jvm-lambda", 1, "browse", "warm", "gateway", "gateway-http", 1000, 5.0, 200));
        FunctionUse before =
                (FunctionUse) MeasuredUse.of(results, "browse").measured().use("jvm-lambda", "gateway");
        FunctionUse after =
                (FunctionUse) MeasuredUse.of(with(starts), "browse").measured().use("jvm-lambda", "gateway");

        double requests = sum("jvm-lambda", "shop", "requests");
        assertThat(before.busySeconds().subtract(after.busySeconds()).doubleValue())
                .isCloseTo(1 / requests, withinPercentage(0.1));
        assertThat(before.gbSeconds().subtract(after.gbSeconds()).doubleValue())
                .isCloseTo(before.memoryGb().doubleValue() / requests, withinPercentage(0.1));
    }

    private static Results withColdStarts(Predicate<ColdStart> which) {
        return with(results.coldStarts().stream().filter(which).toList());
    }

    private static Results with(List<ColdStart> starts) {
        return new Results(
                results.folder(),
                results.environment(),
                results.measurements(),
                results.latencies(),
                starts,
                results.steps(),
                results.summary());
    }

    @Test
    void shouldRefuse_whenTheModelWasNotRun() {
        assertThatThrownBy(() -> MeasuredUse.of(results, "soak")).isInstanceOf(ResultsException.class);
    }

    @Test
    void shouldCarryTheRoundsUncertaintyIntoMoney() {
        Estimate estimate = forms.service("jvm-lambda", "gateway", Scenario.usual(Workload.of("40", "1")));

        assertThat(estimate.low()).isLessThan(estimate.amount());
        assertThat(estimate.high()).isGreaterThan(estimate.amount());
    }

    @Test
    void shouldCostTheSame_whenReckonedAgain() {
        Scenario scenario = Scenario.usual(Workload.of("40", "0.3"));
        Forms again = new Forms(CostModel.newest(), MeasuredUse.of(results, "browse"));

        assertThat(again.shop(again.all("native"), scenario)).isEqualTo(forms.shop(forms.all("native"), scenario));
    }

    @Test
    void shouldCostTheSameInBothForms_whenAtTheBreakEven() {
        Scenario scenario = Scenario.usual(Workload.of("40", "1"));
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
    void shouldChooseTheCheapestFormOfEachService() {
        Scenario scenario = Scenario.usual(Workload.of("40", "1"));
        Forms.Choice cheapest = forms.cheapest(scenario, arm -> true).orElseThrow();

        for (String arm : forms.measured().arms()) {
            assertThat(forms.shop(cheapest, scenario).amount())
                    .isLessThanOrEqualTo(forms.shop(forms.all(arm), scenario).amount());
        }
    }

    @Test
    void shouldAnswerInASentence_whenAskedByTheCommand() {
        StringWriter out = new StringWriter();

        int status = command(out)
                .execute(
                        "--rate",
                        "40",
                        "--duty",
                        "0.3",
                        "--bill",
                        "--results",
                        MadeUp.folder().toString());

        assertThat(status).isZero();
        assertThat(out.toString())
                .startsWith(
                        "At 40 requests/s for 30 % of the time (31.5 million requests a month, arm64), the cheapest is ")
                .contains("a million requests", "a million orders", "containers cost less above", "Lambda duration")
                .contains("Emulated: Lambda");
    }

    @Test
    void shouldSayWhatIsWrong_whenTheDutyIsNoShare() {
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
        return results.measurements().stream()
                .filter(row -> row.model().equals("browse")
                        && row.arm().equals(arm)
                        && row.part().equals(part)
                        && row.metric().equals(metric))
                .mapToDouble(Measurement::value)
                .sum();
    }
}
