package stage5.load.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTests {

    @TempDir
    private Path folder;

    @Test
    void shouldReadWhatACompareLeaves() {
        Results results = MadeUp.results();

        assertThat(results.environment().arms())
                .extracting(Environment.Arm::name)
                .contains("jvm", "native-lambda");
        assertThat(results.environment().provenance()).isEqualTo(Provenance.EMULATED);
        assertThat(results.measurements()).hasSizeGreaterThan(1000).allMatch(Measurement::valid);
        assertThat(results.latencies()).isNotEmpty().allMatch(bucket -> bucket.count() > 0);
        assertThat(results.coldStarts()).anyMatch(start -> start.durationMillis() == null);
        assertThat(results.summary().named("latency-p99")).isNotEmpty();
    }

    @Test
    void shouldLeaveOutSteps_whenTheirRunWasInvalid() {
        assertThat(MadeUp.results().steps())
                .isNotEmpty()
                .noneMatch(step -> step.arm().equals("jvm") && step.round() == 3)
                .anyMatch(step -> step.arm().equals("jvm") && step.round() == 2);
    }

    @Test
    void shouldSaySo_whenTheFolderHasNoResults() {
        assertThatThrownBy(() -> Results.read(folder))
                .isInstanceOf(ResultsException.class)
                .hasMessageContaining("./stage5 compare");
    }

    @Test
    void shouldRefuse_whenTheSchemaIsAnother() throws IOException {
        Files.writeString(folder.resolve("environment.json"), "{\"schema\": 2}");

        assertThatThrownBy(() -> Results.read(folder))
                .isInstanceOf(ResultsException.class)
                .hasMessageContaining("schema 2");
    }

    @Test
    void shouldTakeTheNewestRun() throws IOException {
        for (String run : new String[] {"20261125-100000", "20261125-220000", "20261126-000000-unfinished"}) {
            Files.createDirectory(folder.resolve(run));
        }
        Files.writeString(folder.resolve("20261125-100000/environment.json"), "{}");
        Files.writeString(folder.resolve("20261125-220000/environment.json"), "{}");

        assertThat(Results.newest(folder)).isEqualTo(folder.resolve("20261125-220000"));
    }

    @Test
    void shouldSaySo_whenNothingWasEverCompared() {
        assertThatThrownBy(() -> Results.newest(folder.resolve("none"))).isInstanceOf(ResultsException.class);
    }
}
