package stage5.load.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
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
