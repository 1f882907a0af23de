package stage5.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class LaunchSettingsTests {

    @TempDir
    Path root;

    private LaunchSettings launch;

    @BeforeEach
    void build() throws IOException {
        launch = new LaunchSettings(StubProject.in(root), new Ports(18080), AotCache.Mode.USE);
    }

    @Test
    void shouldParseTheConcurrencyOfQueues() {
        assertThat(LaunchSettings.queueConcurrency(null)).isNull();
        assertThat(LaunchSettings.queueConcurrency(" ")).isNull();
        assertThat(LaunchSettings.queueConcurrency("8 ")).isEqualTo(8);
        assertThatThrownBy(() -> LaunchSettings.queueConcurrency("many"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("STAGE5_QUEUE_CONCURRENCY must be a number, not many");
    }

    @Test
    void shouldPassAllAddressesToAService() {
        assertThat(launch.environment(Component.GATEWAY))
                .containsEntry("QUARKUS_HTTP_HOST", "127.0.0.1")
                .containsEntry("QUARKUS_HTTP_PORT", "18080")
                .containsEntry("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:18092")
                .containsEntry("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:18093")
                .containsEntry("AWS_ENDPOINT_URL_SNS", "http://127.0.0.1:18094")
                .containsEntry("QUARKUS_REDIS_HOSTS", "redis://127.0.0.1:18095")
                .containsEntry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:18097")
                .containsEntry("STAGE5_METRICS_NAMESPACE", "StageFive")
                .containsEntry("STAGE5_USER_URL", "http://127.0.0.1:18083")
                .containsEntry("STAGE5_CATALOG_URL", "http://127.0.0.1:18081")
                .containsEntry("STAGE5_ORDER_URL", "http://127.0.0.1:18082");
    }

    @Test
    void shouldPassVariablesToTheirServiceOnly_whenTheyAreAdded() throws IOException {
        LaunchSettings raised = launch.with(Component.GATEWAY, Map.of("STAGE5_ORDER_URL", "http://127.0.0.1:1"))
                .of(BuildVariant.JVM, StubProject.in(root));

        assertThat(raised.environment(Component.GATEWAY))
                .containsEntry("STAGE5_ORDER_URL", "http://127.0.0.1:1")
                .containsEntry("STAGE5_USER_URL", "http://127.0.0.1:18083");
        assertThat(raised.environment(Component.CATALOG)).containsEntry("STAGE5_ORDER_URL", "http://127.0.0.1:18082");
    }

    @Test
    void shouldLetTheGatewaySignItsCalls_whenAServiceRunsAsFunctions() {
        LaunchSettings mixed = launch.among(ServiceForms.parse("catalog=lambda,user=lambda"));

        assertThat(mixed.environment(Component.GATEWAY))
                .containsEntry("STAGE5_GATEWAY_UPSTREAMS_CATALOG_SIGNED", "true")
                .containsEntry("STAGE5_GATEWAY_UPSTREAMS_ORDER_SIGNED", "false")
                .containsEntry("STAGE5_GATEWAY_UPSTREAMS_USER_SIGNED", "true")
                .containsEntry("STAGE5_GATEWAY_TRACING_TRUSTED_CALLERS", "127.0.0.1")
                .containsEntry("AWS_ACCESS_KEY_ID", "gateway");
        assertThat(mixed.environment(Component.ORDER)).containsEntry("AWS_ACCESS_KEY_ID", "local");
    }

    @Test
    void shouldAdmitTheGatewayAndTheToolsOnly_whenAServiceRunsAsFunctions() {
        assertThat(launch.deployment(Component.ORDER).callers()).containsOnlyKeys("gateway", "operator");
        assertThat(launch.deployment(Component.GATEWAY).callers()).isEmpty();
    }

    @Test
    void shouldPassTheKeysToUserServiceOnly() {
        for (Component service : Component.services()) {
            Map<String, String> environment = launch.environment(service);
            assertThat(environment.containsKey("STAGE5_TOKENS_KEYS_FILE"))
                    .as(service.label())
                    .isEqualTo(service == Component.USER);
            assertThat(environment.containsKey("STAGE5_ADMIN_PASSWORD"))
                    .as(service.label())
                    .isEqualTo(service == Component.USER);
        }
    }

    @Test
    void shouldUseTheCacheOfAComponent_whenThereIsOne() throws IOException {
        Path cache = StubProject.in(root).artifact(Component.ORDER).resolveSibling("app.aot");
        assertThat(launch.command(Component.ORDER)).noneMatch(argument -> argument.startsWith("-XX:AOT"));

        Files.createFile(cache);

        assertThat(launch.command(Component.ORDER)).contains("-XX:AOTCache=" + cache);
    }

    @Test
    void shouldRecordANewCache_whenTraining() throws IOException {
        Path cache = StubProject.in(root).artifact(Component.CLOUD).resolveSibling("app.aot");
        Files.createFile(cache);

        assertThat(new LaunchSettings(StubProject.in(root), new Ports(20080), AotCache.Mode.RECORD)
                        .command(Component.CLOUD))
                .contains("-XX:AOTCacheOutput=" + cache)
                .noneMatch(argument -> argument.startsWith("-XX:AOTCache="));
    }

    @Test
    void shouldRecordOnlyStaleCaches_whenMissingOnesAreToBeRecorded() throws IOException {
        Project project = StubProject.in(root);
        Path current = cache(project, Component.ORDER, Duration.ofSeconds(1));
        Path stale = cache(project, Component.USER, Duration.ofSeconds(-1));
        Path missing = project.artifact(Component.CATALOG).resolveSibling("app.aot");
        LaunchSettings first = new LaunchSettings(project, new Ports(20080), AotCache.Mode.RECORD_MISSING);

        assertThat(first.command(Component.ORDER)).contains("-XX:AOTCache=" + current);
        assertThat(first.command(Component.USER)).contains("-XX:AOTCacheOutput=" + stale);
        assertThat(first.command(Component.CATALOG)).contains("-XX:AOTCacheOutput=" + missing);
    }

    private static Path cache(Project project, Component component, Duration newerThanJar) throws IOException {
        Path jar = project.artifact(component);
        Path cache = Files.createFile(jar.resolveSibling("app.aot"));
        FileTime built = Files.getLastModifiedTime(jar);
        return Files.setLastModifiedTime(cache, FileTime.from(built.toInstant().plus(newerThanJar)));
    }

    @Test
    void shouldStartTheExecutable_whenItIsNewerThanTheJar() throws IOException {
        Path executable = executable(Component.ORDER, Duration.ofSeconds(1));

        assertThat(launch.command(Component.ORDER))
                .startsWith(executable.toString())
                .containsAll(ServiceExecutable.FLAGS)
                .doesNotContain("-jar");
        assertThat(launch.command(Component.USER)).contains("-jar");
    }

    @Test
    void shouldStartTheExecutable_whenThereIsNoJar() throws IOException {
        Path executable = executable(Component.ORDER, Duration.ZERO);
        Files.delete(new Project(root).artifact(Component.ORDER));

        assertThat(launch.command(Component.ORDER)).startsWith(executable.toString());
    }

    @Test
    void shouldStartTheJar_whenItIsNewerThanTheExecutable() throws IOException {
        executable(Component.ORDER, Duration.ofSeconds(-1));

        assertThat(launch.command(Component.ORDER)).contains("-jar");
    }

    @Test
    void shouldStartTheJar_whenTraining() throws IOException {
        executable(Component.ORDER, Duration.ofSeconds(1));

        assertThat(new LaunchSettings(new Project(root), new Ports(20080), AotCache.Mode.RECORD)
                        .command(Component.ORDER))
                .contains("-jar");
    }

    @Test
    void shouldStartTheRequestedBuild_evenIfAnotherIsNewer() throws IOException {
        Project project = new Project(root);
        Path executable = executable(Component.ORDER, Duration.ofSeconds(1));
        Path cache = Files.createFile(project.artifact(Component.ORDER).resolveSibling("app.aot"));

        assertThat(launch.of(BuildVariant.JVM, project).command(Component.ORDER))
                .contains("-jar")
                .noneMatch(argument -> argument.startsWith("-XX:AOT"));
        assertThat(launch.of(BuildVariant.JVM_AOT, project).command(Component.ORDER))
                .contains("-jar", "-XX:AOTCache=" + cache);
        assertThat(launch.of(BuildVariant.NATIVE, project).command(Component.ORDER))
                .startsWith(executable.toString());
    }

    @Test
    void shouldDeployFunctionsOfTheRequestedCheckout() {
        Project other = new Project(root.resolve("other"));

        assertThat(launch.of(BuildVariant.NATIVE, other)
                        .deployment(Component.ORDER)
                        .directory())
                .isEqualTo(root.resolve("other/order-service").toString());
    }

    @Test
    void shouldPassPortsAndFolderToTheLocalCloud() {
        assertThat(launch.command(Component.CLOUD))
                .containsSequence("--port-base", "18080")
                .containsSequence(
                        "--directory", root.resolve(".stage5/18080/cloud").toString());
    }

    @Test
    void shouldRunMavensDevGoalForTheContainerAndItsModules_inDevMode() {
        assertThat(launch.devModeCommand(Component.CATALOG))
                .startsWith(
                        root.resolve("mvnw").toString(),
                        "-q",
                        "-Dquarkus.analytics.disabled=true",
                        "quarkus:dev",
                        "-pl",
                        "catalog-service/container",
                        "-am");
    }

    @Test
    void shouldPassTheUsualEnvironmentAndQuarkusEndpoints_inDevMode() {
        Map<String, String> environment = launch.devModeEnvironment(Component.CATALOG);

        assertThat(environment)
                .containsAllEntriesOf(launch.environment(Component.CATALOG))
                .containsEntry("QUARKUS_HTTP_PORT", "18081")
                .containsEntry("QUARKUS_DYNAMODB_ENDPOINT_OVERRIDE", "http://127.0.0.1:18092")
                .containsEntry("QUARKUS_SQS_ENDPOINT_OVERRIDE", "http://127.0.0.1:18093")
                .containsEntry("QUARKUS_SNS_ENDPOINT_OVERRIDE", "http://127.0.0.1:18094")
                .containsEntry("JAVA_HOME", System.getProperty("java.home"));
    }

    private Path executable(Component component, Duration afterTheJar) throws IOException {
        Path jar = new Project(root).artifact(component);
        Path executable = Files.createFile(
                jar.getParent().resolveSibling(component.label() + "-container-1" + Project.EXECUTABLE));
        assertThat(executable.toFile().setExecutable(true)).isTrue();
        Instant built = Files.getLastModifiedTime(jar).toInstant();
        Files.setLastModifiedTime(executable, FileTime.from(built.plus(afterTheJar)));
        return executable;
    }
}
