package stage5.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.load.generator.StubCheckout;
import stage5.load.results.CsvFile;
import stage5.stack.Component;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.Stack;
import stage5.stack.terminal.ProgressListener;

class GatewayBenchIT {

    private static final int PORT_BASE = 28_180;
    private static final int STREAMS = 50;

    @TempDir
    private Path folder;

    private final List<String> lines = new ArrayList<>();

    /** Stub processes in place of the cloud and the gateway: what they answer is always a success. */
    @Test
    void shouldMeasureEachPart_whenTheGatewayIsAStub() throws IOException, InterruptedException {
        Project project = StubCheckout.in(folder.resolve("project"));
        Ports ports = StubCheckout.ports();

        run(
                project,
                ports,
                EnumSet.of(BenchPart.THROUGHPUT, BenchPart.TRACING, BenchPart.SLOW, BenchPart.FLOOD),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));

        assertThat(value("throughput", "no proxy", "closed loop")).isPositive();
        assertThat(value("throughput", "gateway", "closed loop")).isPositive();
        assertThat(value("throughput", "gateway", "fixed rate")).isPositive();
        assertThat(value("tracing", "1 % sampled", "closed loop")).isPositive();
        assertThat(value("slow", "slow upstream", "other routes, successes")).isPositive();
        assertThat(value("flood", "flood", "offered")).isEqualTo(200);
        assertThat(value("flood", "calm", "resident memory, peak")).isPositive();
        assertThat(lines).anyMatch(line -> line.contains("throughput") && line.contains("requests without success"));
        assertThat(new Stack(project, ports).status()).isEmpty();
    }

    /** The real gateway accepts the tokens, forwards each route and holds the streams. Needs an idle machine. */
    @Test
    @Tag("nightly")
    void shouldReachTheStub_whenTheGatewayIsReal() throws IOException, InterruptedException {
        run(
                Project.locate(),
                new Ports(PORT_BASE),
                EnumSet.allOf(BenchPart.class),
                Duration.ofSeconds(20),
                Duration.ofSeconds(5));

        assertThat(value("throughput", "gateway", "closed loop")).isPositive();
        assertThat(value("streams", "gateway", "event streams at the end")).isEqualTo(STREAMS);
        assertThat(value("streams", "gateway", "requests beside them")).isEqualTo(20);
        assertThat(value("slow", "well", "composed view, successes")).isPositive();
        assertThat(value("slow", "slow upstream", "its routes, failures")).isPositive();
        assertThat(value("slow", "well", "its routes, failures")).isZero();
    }

    private void run(Project project, Ports ports, Set<BenchPart> parts, Duration warmUp, Duration phase)
            throws InterruptedException {
        BenchSettings settings = new BenchSettings(
                parts,
                1,
                Duration.ofSeconds(1),
                warmUp,
                phase,
                2,
                STREAMS,
                20,
                30,
                Component.ORDER,
                Optional.of(20.0),
                Optional.empty());
        new GatewayBench(project, ports, settings, folder, lines::add, ProgressListener.silent()).run();
    }

    private double value(String part, String subject, String measure) throws IOException {
        return CsvFile.read(folder.resolve(GatewayBench.FILE), Measurement.class).stream()
                .filter(row -> row.part().equals(part))
                .filter(row -> row.subject().equals(subject))
                .filter(row -> row.measure().equals(measure))
                .mapToDouble(Measurement::value)
                .findFirst()
                .orElseThrow();
    }
}
