package stage5.load.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.load.compare.Observation.Subject;
import stage5.load.generator.StubCheckout;
import stage5.load.plan.LoadModel;
import stage5.stack.ComponentStatus;
import stage5.stack.Project;
import stage5.stack.Stack;
import stage5.stack.terminal.ProgressListener;

/** Runs a round of two arms with real processes, the real generator and a stub shop. */
@Tag("nightly")
class ComparingIT {

    private static final List<Phase> PHASES = List.of(
            new Phase(LoadModel.BROWSE, false, 20, Duration.ofSeconds(1), Duration.ofSeconds(3)),
            new Phase(LoadModel.FLASH, true, 2, Duration.ZERO, Duration.ofSeconds(12)));

    @TempDir
    private Path root;

    private Stack stack;

    @BeforeEach
    void build() throws IOException {
        stack = new Stack(StubCheckout.in(root), StubCheckout.ports());
    }

    @AfterEach
    void takeDown() throws InterruptedException {
        stack.stop(ProgressListener.silent());
    }

    @Test
    void shouldMeasureEachArmInNewProcesses_whenPhasesAreWarmAndCold() throws Exception {
        Experiment experiment = new Experiment(List.of("jvm", "jvm#2"), 1, PHASES, 2, 5);
        ResultsFolder results = new ResultsFolder(root.resolve("results"));
        ComparisonRecorder recorder = new ComparisonRecorder(results, ProgressListener.silent());
        Map<String, Arm> arms = Map.of("jvm", arm("jvm"), "jvm#2", arm("jvm#2"));

        new Comparing(experiment, arms, stack, new NoStores(), recorder, ProgressListener.silent()).run();

        assertThat(recorder.invalid()).isEmpty();
        for (String arm : experiment.arms()) {
            assertThat(value(results, arm, Metric.START_TO_FIRST_ANSWER, "none", "cold", "shop"))
                    .isPositive();
            assertThat(value(results, arm, Metric.START_TO_READY, "none", "cold", "order-service"))
                    .isPositive();
            assertThat(value(results, arm, Metric.WARM_UP_RUNS, "browse", "warm", "shop"))
                    .isEqualTo(1);
            assertThat(value(results, arm, Metric.LATENCY_P99, "browse", "warm", "shop"))
                    .isPositive();
            assertThat(value(results, arm, Metric.ERROR_SHARE, "browse", "warm", "shop"))
                    .isZero();
            assertThat(value(results, arm, Metric.RESIDENT_MEMORY, "browse", "warm", "gateway"))
                    .isPositive();
            assertThat(value(results, arm, Metric.LOG_BYTES, "browse", "warm", "shop"))
                    .isNotNegative();
            assertThat(value(results, arm, Metric.SCALE_OUT_TIME, "flash", "cold", "shop"))
                    .isNotNegative();
        }
        assertThat(value(results, "jvm", Metric.REQUESTS, "browse", "warm", "shop"))
                .isEqualTo(value(results, "jvm#2", Metric.REQUESTS, "browse", "warm", "shop"));
        assertThat(results.observations()).extracting(Observation::position).contains(1, 2);
        assertThat(recorder.highestRate()).isEqualTo(20);
        assertThat(stack.status().stream().filter(ComponentStatus::isRunning)).hasSize(1);
    }

    /** The stub shop has no data. */
    private static final class NoStores implements Comparing.Stores {

        @Override
        public void fill() {}

        @Override
        public void emptyCache() {}
    }

    private Arm arm(String name) {
        return new Arm(name, Arm.Kind.JVM, new Project(root));
    }

    private static double value(
            ResultsFolder results, String arm, Metric metric, String model, String phase, String part) {
        return results.observations().stream()
                .filter(observation -> observation.arm().equals(arm))
                .filter(observation -> observation.subject().equals(new Subject(metric, model, phase, part)))
                .mapToDouble(Observation::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no %s of %s".formatted(metric, arm)));
    }
}
