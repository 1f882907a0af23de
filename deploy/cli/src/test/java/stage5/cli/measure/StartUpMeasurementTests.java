package stage5.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import stage5.stack.Component;
import stage5.stack.Project;
import stage5.stack.Stack;
import stage5.stack.StackException;
import stage5.stack.StubProject;

/** Starts real processes in place of the artifacts. */
@DisabledOnOs(OS.WINDOWS)
class StartUpMeasurementTests {

    @TempDir
    Path root;

    private Stack stack;

    @BeforeEach
    void build() throws IOException {
        Project project = StubProject.in(root);
        stack = new Stack(project, StubProject.ports());
        Files.createDirectories(stack.log(Component.ORDER).getParent());
    }

    @Test
    void shouldPrintARowForEachArtifact() throws Exception {
        zipStubFunction();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        try (StubLambda lambda = new StubLambda(stack.ports(), 200, "{\"statusCode\":200}")) {
            new StartUpMeasurement(stack, 2, new PrintStream(out)).of(EnumSet.of(Component.ORDER));

            assertThat(lambda.requests())
                    .as("one start that is not measured and two that are, each with its own deployment")
                    .hasSize(9)
                    .startsWith(
                            "PUT /lambda/services/order-service",
                            "POST /2015-03-31/functions/order-http/invocations",
                            "DELETE /lambda/services/order-service?drain=false");
        }

        String figures = " \\| \\d+\\.\\d MB \\| [1-9]\\d* ms \\| [1-9]\\d* ms \\| [1-9]\\d* MiB \\|";
        assertThat(out.toString(StandardCharsets.UTF_8).lines().skip(2))
                .satisfiesExactly(
                        container -> assertThat(container).matches("\\| order-service \\| container \\| JVM" + figures),
                        function ->
                                assertThat(function).matches("\\| order-service \\| lambda-http \\| native" + figures),
                        deployed -> assertThat(deployed)
                                .startsWith("| order-service | lambda-http | native, in Lambda | ")
                                .endsWith(" MB | 812 ms | 912 ms | 180 MiB |"));
    }

    @Test
    void shouldReportAViolation_whenAnArtifactExceedsItsThreshold() throws Exception {
        zipStubFunction();

        try (StubLambda lambda = new StubLambda(stack.ports(), 200, "{\"statusCode\":200}")) {
            assertThat(new StartUpMeasurement(stack, 1, new PrintStream(OutputStream.nullOutputStream()))
                            .of(EnumSet.of(Component.ORDER)))
                    .as("the executable is a JVM here, which is slower than the threshold")
                    .anySatisfy(how -> assertThat(how)
                            .matches(
                                    "order-service lambda-http native: first response after \\d+ ms, threshold 60 ms"));
        }
    }

    @Test
    void shouldViolateTheThreshold_whenSlowerOrLarger() {
        StartUpThreshold threshold = new StartUpThreshold(Duration.ofMillis(60), 96);

        assertThat(threshold.violatedBy(startUp(60, 500, 96 * 1024))).isEmpty();
        assertThat(threshold.violatedBy(startUp(61, 500, 96 * 1024 + 1)))
                .containsExactly("first response after 61 ms, threshold 60 ms", "97 MiB resident, threshold 96 MiB");
    }

    @Test
    void shouldFindEachBuiltArtifact() throws Exception {
        Path folder = stack.project().artifact(Component.ORDER).getParent();
        Files.createFile(folder.resolve("app.aot"));
        Path executable = Files.createFile(folder.resolveSibling("order-service-container-1-runner"));
        assertThat(executable.toFile().setExecutable(true)).isTrue();
        zip("lib/quarkus.jar", "a function for a JVM");

        assertThat(new MeasuredArtifacts(stack).of(Component.ORDER))
                .extracting(MeasuredArtifact::name)
                .containsExactly(
                        "order-service | container | JVM",
                        "order-service | container | JVM, AOT cache",
                        "order-service | container | native",
                        "order-service | lambda-http | JVM, in Lambda");
    }

    @Test
    void shouldReturnTheMedianOfEachFigure() {
        assertThat(StartUp.median(List.of(startUp(9, 10, 500), startUp(1, 30, 400), startUp(2, 20, 600))))
                .isEqualTo(startUp(2, 20, 500));
    }

    @Test
    void shouldReportTheErrorOfTheFunction_whenItFails() throws Exception {
        try (SingleInvocationRuntime invocation = SingleInvocationRuntime.of("");
                MeasuredProcess function = MeasuredProcess.start(
                        List.of(
                                System.getProperty("java.home") + "/bin/java",
                                "-cp",
                                System.getProperty("java.class.path"),
                                StubFunction.class.getName()),
                        Map.of("AWS_LAMBDA_RUNTIME_API", invocation.address()),
                        stack.log(Component.ORDER))) {
            assertThatThrownBy(invocation::answeredAt)
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("said by the function");
        }
    }

    @Test
    void shouldReportTheErrorOfTheFunction_whenItFailsInLambda() throws Exception {
        zip("lib/quarkus.jar", "a function for a JVM");
        MeasuredArtifact deployed =
                new MeasuredArtifacts(stack).of(Component.ORDER).getLast();

        try (StubLambda lambda = new StubLambda(stack.ports(), 200, "{\"errorMessage\":\"said by the function\"}")) {
            assertThatThrownBy(deployed::start)
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("said by the function");
            assertThat(lambda.requests().getLast()).startsWith("DELETE /lambda/services/order-service");
        }
    }

    @Test
    void shouldMeasureTheSchedulesInvocation_whenItCameFirst() throws Exception {
        zip("lib/quarkus.jar", "a function for a JVM");
        MeasuredArtifact deployed =
                new MeasuredArtifacts(stack).of(Component.ORDER).getLast();

        try (StubLambda lambda = new StubLambda(stack.ports(), 429, "{\"Message\":\"Rate Exceeded.\"}")) {
            assertThat(deployed.start().first()).isEqualTo(Duration.ofNanos(812_400_000));
        }
    }

    @Test
    void shouldFail_whenAProcessEndsBeforeItIsReady() {
        ContainerArtifact dead = new ContainerArtifact(
                "dead",
                0,
                List.of("false"),
                Map.of(),
                stack.ports().address(Component.ORDER).resolve("/q/health/ready"),
                stack.log(Component.ORDER),
                Optional.empty());

        assertThatThrownBy(dead::start)
                .isInstanceOf(StackException.class)
                .hasMessageContaining("does not become ready");
    }

    private void zipStubFunction() throws IOException {
        zip(
                "bootstrap",
                "#!/bin/sh\nexec %s/bin/java -cp '%s' %s\n"
                        .formatted(
                                System.getProperty("java.home"),
                                System.getProperty("java.class.path"),
                                StubFunction.class.getName()));
    }

    private void zip(String entry, String content) throws IOException {
        Path zip = root.resolve("order-service/lambda-http/target/function.zip");
        Files.createDirectories(zip.getParent());
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            entries.putNextEntry(new ZipEntry(entry));
            entries.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static StartUp startUp(long first, long ready, long kibibytes) {
        return new StartUp(Duration.ofMillis(first), Duration.ofMillis(ready), kibibytes);
    }
}
