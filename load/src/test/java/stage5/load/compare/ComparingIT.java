package stage5.load.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.load.compare.Observation.Subject;
import stage5.load.generator.StubShop;
import stage5.load.plan.LoadModel;
import stage5.stack.Component;
import stage5.stack.ComponentStatus;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.Stack;
import stage5.stack.terminal.ProgressListener;

/** Runs a round of two arms with real processes, the real generator and a stub shop. */
@Tag("nightly")
class ComparingIT {

    private static final int SPAN = 20;
    private static final List<Phase> PHASES = List.of(
            new Phase(LoadModel.BROWSE, false, 20, Duration.ofSeconds(1), Duration.ofSeconds(3)),
            new Phase(LoadModel.FLASH, true, 2, Duration.ZERO, Duration.ofSeconds(12)));

    @TempDir
    private Path root;

    private Stack stack;

    @BeforeEach
    void build() throws IOException {
        Project project = new Project(root);
        for (Component part : Component.values()) {
            writeJar(project.artifact(part));
        }
        Files.writeString(project.artifact(Component.CLOUD).resolveSibling("local.options"), "-Xmx32m\n");
        stack = new Stack(project, ports());
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

    private static void writeJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StubShop.class.getName());
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath());
        Files.createDirectories(jar.getParent());
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    /** The folders of the test classes and of the main classes. */
    private static String classPath() {
        return String.join(
                " ",
                StubShop.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString(),
                Phase.class.getProtectionDomain().getCodeSource().getLocation().toString());
    }

    private static Ports ports() {
        return ThreadLocalRandom.current()
                .ints(20_000, 32_000)
                .filter(base -> IntStream.range(base, base + SPAN).allMatch(ComparingIT::isFree))
                .mapToObj(Ports::new)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
