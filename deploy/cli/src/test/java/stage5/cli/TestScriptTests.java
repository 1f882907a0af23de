package stage5.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.stack.Project;

/** Runs functions of {@code .mvn/test.sh} in the strict mode of {@code ./stage5}. */
class TestScriptTests {

    private static final Path SCRIPT = Project.locate().root().resolve(".mvn/test.sh");

    @TempDir
    private Path folder;

    @Test
    void shouldPrintTheTenSlowestClasses_whenThereAreMoreReportsThanAPipeHolds() throws Exception {
        markStart();
        int reports = 3_000;
        for (int i = 1; i <= reports; i++) {
            report("stage5.a.package.that.makes.the.line.long.Number" + i + "Tests", i + ".5");
        }

        Run run = run("print_slowest");

        assertThat(run.output().lines().filter(line -> line.contains("Number")))
                .hasSize(10)
                .first()
                .asString()
                .contains("3000.5", "stage5.a.package.that.makes.the.line.long.Number3000Tests");
        assertThat(run.exitStatus()).isZero();
    }

    @Test
    void shouldNameATestOnce_whenItPassedInItsSecondRun() throws Exception {
        markStart();
        Files.writeString(reports().resolve("TEST-stage5.RaceTests.xml"), """
            <testsuite name="stage5.RaceTests" time="1.0" tests="2">
              <testcase name="shouldPass" classname="stage5.RaceTests" time="0.5"/>
              <testcase name="shouldWin" classname="stage5.RaceTests" time="0.5">
                <flakyFailure message="expected 1" type="java.lang.AssertionError"/>
              </testcase>
            </testsuite>
            """);

        Run run = run("print_flaky");

        assertThat(run.output()).contains("  stage5.RaceTests.shouldWin\n").doesNotContain("shouldPass");
        assertThat(run.exitStatus()).isZero();
    }

    private void markStart() throws IOException {
        Path marker = Files.createDirectories(folder.resolve(".stage5")).resolve("test-started");
        Files.createFile(marker);
        Files.setLastModifiedTime(marker, FileTime.from(Instant.now().minusSeconds(60)));
    }

    private void report(String testClass, String seconds) throws IOException {
        Files.writeString(
                reports().resolve("TEST-" + testClass + ".xml"),
                "<testsuite name=\"" + testClass + "\" time=\"" + seconds + "\" tests=\"3\">\n</testsuite>\n");
    }

    private Path reports() throws IOException {
        return Files.createDirectories(folder.resolve("module/target/surefire-reports"));
    }

    private Run run(String function) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        "bash", "-c", "set -euo pipefail; . \"$0\"; " + function, SCRIPT.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int exitStatus = process.waitFor();
        return new Run(exitStatus, Files.readString(output));
    }

    private record Run(int exitStatus, String output) {}
}
