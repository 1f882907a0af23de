package stage5.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTests {

    @TempDir
    Path root;

    private Launch launch;

    @BeforeEach
    void build() throws IOException {
        launch = new Launch(StubProject.in(root), new Ports(18080), false);
    }

    @Test
    void shouldTellAServiceWhereEverythingIs() {
        assertThat(launch.environment(Part.GATEWAY))
                .containsEntry("QUARKUS_HTTP_HOST", "127.0.0.1")
                .containsEntry("QUARKUS_HTTP_PORT", "18080")
                .containsEntry("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:18092")
                .containsEntry("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:18093")
                .containsEntry("AWS_ENDPOINT_URL_SNS", "http://127.0.0.1:18094")
                .containsEntry("QUARKUS_REDIS_HOSTS", "redis://127.0.0.1:18095")
                .containsEntry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:18097")
                .containsEntry("STAGE5_USER_URL", "http://127.0.0.1:18083")
                .containsEntry("STAGE5_CATALOG_URL", "http://127.0.0.1:18081")
                .containsEntry("STAGE5_ORDER_URL", "http://127.0.0.1:18082");
    }

    @Test
    void shouldShowTheKeysToUserServiceOnly() {
        for (Part service : Part.services()) {
            Map<String, String> environment = launch.environment(service);
            assertThat(environment.containsKey("STAGE5_TOKENS_KEYS_FILE"))
                    .as(service.label())
                    .isEqualTo(service == Part.USER);
            assertThat(environment.containsKey("STAGE5_ADMIN_PASSWORD"))
                    .as(service.label())
                    .isEqualTo(service == Part.USER);
        }
    }

    @Test
    void shouldUseAPartsCache_onceThereIsOne() throws IOException {
        Path cache = StubProject.in(root).artifact(Part.ORDER).resolveSibling("app.aot");
        assertThat(launch.command(Part.ORDER)).noneMatch(argument -> argument.startsWith("-XX:AOT"));

        Files.createFile(cache);

        assertThat(launch.command(Part.ORDER)).contains("-XX:AOTCache=" + cache);
    }

    @Test
    void shouldMakeAPartsCacheAnew_whenTraining() throws IOException {
        Path cache = StubProject.in(root).artifact(Part.CLOUD).resolveSibling("app.aot");
        Files.createFile(cache);

        assertThat(new Launch(StubProject.in(root), new Ports(20080), true).command(Part.CLOUD))
                .contains("-XX:AOTCacheOutput=" + cache)
                .noneMatch(argument -> argument.startsWith("-XX:AOTCache="));
    }

    @Test
    void shouldStartTheExecutable_whenItWasBuiltLast() throws IOException {
        Path executable = executable(Part.ORDER, Duration.ofSeconds(1));

        assertThat(launch.command(Part.ORDER))
                .startsWith(executable.toString())
                .containsAll(ServiceExecutable.FLAGS)
                .doesNotContain("-jar");
        assertThat(launch.command(Part.USER)).contains("-jar");
    }

    @Test
    void shouldStartTheExecutable_whenThereIsNoJar() throws IOException {
        Path executable = executable(Part.ORDER, Duration.ZERO);
        Files.delete(new Project(root).artifact(Part.ORDER));

        assertThat(launch.command(Part.ORDER)).startsWith(executable.toString());
    }

    @Test
    void shouldStartTheJar_whenThatWasBuiltLast() throws IOException {
        executable(Part.ORDER, Duration.ofSeconds(-1));

        assertThat(launch.command(Part.ORDER)).contains("-jar");
    }

    @Test
    void shouldStartTheJar_whenTraining() throws IOException {
        executable(Part.ORDER, Duration.ofSeconds(1));

        assertThat(new Launch(new Project(root), new Ports(20080), true).command(Part.ORDER))
                .contains("-jar");
    }

    @Test
    void shouldStartWhatIsAskedFor_whateverWasBuiltLast() throws IOException {
        Project project = new Project(root);
        Path executable = executable(Part.ORDER, Duration.ofSeconds(1));
        Path cache = Files.createFile(project.artifact(Part.ORDER).resolveSibling("app.aot"));

        assertThat(launch.of(Build.JVM, project).command(Part.ORDER))
                .contains("-jar")
                .noneMatch(argument -> argument.startsWith("-XX:AOT"));
        assertThat(launch.of(Build.JVM_AOT, project).command(Part.ORDER)).contains("-jar", "-XX:AOTCache=" + cache);
        assertThat(launch.of(Build.NATIVE, project).command(Part.ORDER)).startsWith(executable.toString());
    }

    @Test
    void shouldDeployFunctionsOfTheCheckoutThatIsAskedFor() {
        Project other = new Project(root.resolve("other"));

        assertThat(launch.of(Build.NATIVE, other).deployment(Part.ORDER).directory())
                .isEqualTo(root.resolve("other/order-service").toString());
    }

    @Test
    void shouldTellTheLocalCloudItsPortsAndFolder() {
        assertThat(launch.command(Part.CLOUD))
                .containsSequence("--port-base", "18080")
                .containsSequence(
                        "--directory", root.resolve(".stage5/18080/cloud").toString());
    }

    private Path executable(Part part, Duration afterTheJar) throws IOException {
        Path jar = new Project(root).artifact(part);
        Path executable =
                Files.createFile(jar.getParent().resolveSibling(part.label() + "-container-1" + Project.EXECUTABLE));
        assertThat(executable.toFile().setExecutable(true)).isTrue();
        Instant built = Files.getLastModifiedTime(jar).toInstant();
        Files.setLastModifiedTime(executable, FileTime.from(built.plus(afterTheJar)));
        return executable;
    }
}
