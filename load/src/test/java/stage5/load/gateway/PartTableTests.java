package stage5.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.load.overload.Bar;

class PartTableTests {

    @Test
    void shouldShowMediansByColumn_whenThereAreRounds() {
        String text = PartTable.of(new PartResult(
                BenchPart.THROUGHPUT,
                List.of(
                        row(1, "nginx", "p99", 1),
                        row(2, "nginx", "p99", 9),
                        row(3, "nginx", "p99", 2),
                        row(1, "gateway", "p99", 30),
                        row(1, "gateway", "CPU", Double.NaN)),
                List.of(new Bar("p99", "at most 3 ms", "28 ms", false)),
                List.of("the generator was late")));

        List<String> lines = text.lines().map(String::strip).toList();
        assertThat(lines).anyMatch(line -> line.matches("throughput +nginx +gateway"));
        assertThat(lines).anyMatch(line -> line.matches("p99, ms +2\\.000 +30\\.0"));
        assertThat(lines).anyMatch(line -> line.matches("CPU, ms +- +-"));
        assertThat(lines).anyMatch(line -> line.matches("p99 +at most 3 ms +28 ms +missed"));
        assertThat(lines).contains("INVALID: the generator was late");
    }

    private static Measurement row(int round, String subject, String measure, double value) {
        return new Measurement("throughput", round, subject, measure, "ms", value);
    }
}
