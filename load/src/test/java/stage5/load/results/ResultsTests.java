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
    void shouldReadAllFiles_whenTheFolderHasResults() {
        Results results = MadeUpResults.results();

        assertThat(results.environment().arms())
                .extracting(MeasurementEnvironment.Arm::name)
                .contains("jvm", "native-lambda");
        assertThat(results.environment().provenance()).isEqualTo(Provenance.EMULATED);
        assertThat(results.observations()).hasSizeGreaterThan(1000).allMatch(ObservationRow::valid);
        assertThat(results.latencies())
                .isNotEmpty()
                .allMatch(row -> row.latencies().count() > 0);
        assertThat(results.coldStarts()).anyMatch(start -> start.durationMillis() == null);
        assertThat(results.summary().named("latency-p99")).isNotEmpty();
    }

    @Test
    void shouldOmitSteps_whenTheirRunIsInvalid() {
        assertThat(MadeUpResults.results().steps())
                .isNotEmpty()
                .noneMatch(step -> step.arm().equals("jvm") && step.round() == 3)
                .anyMatch(step -> step.arm().equals("jvm") && step.round() == 2);
    }

    @Test
    void shouldFail_whenTheFolderHasNoResults() {
        assertThatThrownBy(() -> Results.read(folder))
                .isInstanceOf(ResultsException.class)
                .hasMessageContaining("./stage5 compare");
    }

    @Test
    void shouldFail_whenTheSchemaDiffers() throws IOException {
        Files.writeString(folder.resolve("environment.json"), "{\"schema\": 2}");

        assertThatThrownBy(() -> Results.read(folder))
                .isInstanceOf(ResultsException.class)
                .hasMessageContaining("schema 2");
    }

    @Test
    void shouldReturnTheNewestFolder_whenThereAreSeveral() throws IOException {
        for (String run : new String[] {"20261125-100000", "20261125-220000", "20261126-000000-unfinished"}) {
            Files.createDirectory(folder.resolve(run));
        }
        Files.writeString(folder.resolve("20261125-100000/environment.json"), "{}");
        Files.writeString(folder.resolve("20261125-220000/environment.json"), "{}");

        assertThat(Results.newest(folder)).isEqualTo(folder.resolve("20261125-220000"));
    }

    @Test
    void shouldFail_whenThereAreNoResults() {
        assertThatThrownBy(() -> Results.newest(folder.resolve("none"))).isInstanceOf(ResultsException.class);
    }
}
