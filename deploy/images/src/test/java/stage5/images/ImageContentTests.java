package stage5.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.stack.Component;
import stage5.stack.Project;
import stage5.stack.ServiceExecutable;
import stage5.stack.StackException;

class ImageContentTests {

    private static final FileTime BUILT = FileTime.from(Instant.parse("2026-05-01T10:00:00Z"));
    private static final FileTime TRAINED = FileTime.from(Instant.parse("2026-05-01T10:05:00Z"));
    private static final FileTime BEFORE_BUILD = FileTime.from(Instant.parse("2026-04-01T10:00:00Z"));

    @TempDir
    Path root;

    private Project project;
    private Path jar;

    @BeforeEach
    void build() throws IOException {
        project = new Project(root);
        jar = project.artifact(Component.ORDER);
        file(jar, BUILT);
        file(jar.resolveSibling("lib/main/io.quarkus.arc-1.jar"), BUILT);
        file(jar.resolveSibling("lib/main/stage5.order-service-core-1.jar"), BUILT);
        file(jar.getParent().resolveSibling("sbom.cdx.json"), BUILT);
    }

    @Test
    void shouldContainTheCacheAndKeepFileTimes_whenTheCacheIsNewerThanTheJar() throws Exception {
        file(jar.resolveSibling("app.aot"), TRAINED);

        ImageContent content = JvmContent.of(project, Component.ORDER);

        assertThat(content.base()).matches(".*/eclipse-temurin:[0-9._]+-jdk");
        assertThat(layers(content)).containsExactly("dependencies", "application", "aot-cache", "options", "sbom");
        assertThat(entry(content, "/app/lib/main/io.quarkus.arc-1.jar").getModificationTime())
                .isEqualTo(BUILT.toInstant());
        assertThat(entry(content, "/app/app.aot").getSourceFile()).isEqualTo(jar.resolveSibling("app.aot"));
        assertThat(entry(content, "/app/jvm.options").getSourceFile()).content().contains("-XX:AOTCache=/app/app.aot");
    }

    @Test
    void shouldNotContainTheCache_whenItIsOlderThanTheJar() throws Exception {
        file(jar.resolveSibling("app.aot"), BEFORE_BUILD);

        ImageContent content = JvmContent.of(project, Component.ORDER);

        assertThat(content.base()).endsWith("-jre");
        assertThat(layers(content)).containsExactly("dependencies", "application", "options", "sbom");
        assertThat(entry(content, "/app/jvm.options").getSourceFile()).content().doesNotContain("AOT");
    }

    @Test
    void shouldHaveFixedFileTimes_whenThereIsNoCache() throws Exception {
        assertThat(entry(JvmContent.of(project, Component.ORDER), "/app/quarkus-run.jar")
                        .getModificationTime())
                .isEqualTo(FileEntriesLayer.DEFAULT_MODIFICATION_TIME);
    }

    @Test
    void shouldHaveALayerOfExternalJarsOnly_whenOnTheJvm() throws Exception {
        FileEntriesLayer dependencies = (FileEntriesLayer)
                plan(JvmContent.of(project, Component.ORDER)).getLayers().getFirst();

        assertThat(dependencies.getEntries())
                .extracting(entry -> entry.getExtractionPath().toString())
                .containsExactly("/app/lib/main/io.quarkus.arc-1.jar");
    }

    @Test
    void shouldRunTheExecutable_whenItIsNative() throws Exception {
        Path runner = jar.getParent().resolveSibling("order-service-container-1-runner");
        file(runner, BUILT);
        assertThat(runner.toFile().setExecutable(true)).isTrue();

        ImageContent content = NativeContent.of(project, Component.ORDER);
        ContainerBuildPlan plan = plan(content);

        assertThat(plan.getUser()).isEqualTo("65532:65532");
        assertThat(plan.getExposedPorts()).extracting(port -> port.getPort()).containsExactly(8082);
        assertThat(plan.getEntrypoint())
                .startsWith("/app/application")
                .containsAll(ServiceExecutable.FLAGS)
                .endsWith("-Djava.io.tmpdir=/tmp", "-Dvertx.cacheDirBase=/tmp/vertx-cache");
        assertThat(layers(content)).containsExactly("application", "sbom");
        FileEntry executable = entry(content, "/app/application");
        assertThat(executable.getSourceFile()).isEqualTo(runner);
        assertThat(executable.getPermissions().toOctalString()).isEqualTo("755");
        assertThat(entry(content, "/sbom/order-service.cdx.json")
                        .getPermissions()
                        .toOctalString())
                .isEqualTo("644");
    }

    @Test
    void shouldNameTheBuildCommand_whenAnArtifactIsMissing() throws IOException {
        assertThatThrownBy(() -> JvmContent.of(project, Component.GATEWAY))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("./mvnw package");
        assertThatThrownBy(() -> NativeContent.of(project, Component.ORDER))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("-Dnative");
        Files.delete(jar.getParent().resolveSibling("sbom.cdx.json"));
        assertThatThrownBy(() -> plan(JvmContent.of(project, Component.ORDER)))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("bill of materials");
    }

    private ContainerBuildPlan plan(ImageContent content) throws Exception {
        return new ServiceImage(project, Component.ORDER, content, content.base(), new ImageProvenance("1", null, null))
                .describe(Set.of(ImageBuilder.AMD64))
                .toContainerBuildPlan();
    }

    private List<String> layers(ImageContent content) throws Exception {
        return plan(content).getLayers().stream().map(layer -> layer.getName()).toList();
    }

    private FileEntry entry(ImageContent content, String path) throws Exception {
        return plan(content).getLayers().stream()
                .map(FileEntriesLayer.class::cast)
                .flatMap(layer -> layer.getEntries().stream())
                .filter(entry -> entry.getExtractionPath().toString().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static void file(Path path, FileTime time) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, path.getFileName().toString());
        Files.setLastModifiedTime(path, time);
    }
}
