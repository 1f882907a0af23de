package stage5.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stage5.stack.Component;
import stage5.stack.Project;
import stage5.stack.ServiceJvm;

/** Pulls a base image, pushes each service's image for both platforms, and checks the image in the registry. */
@TestInstance(Lifecycle.PER_CLASS)
class ServiceImageIT {

    private static final ImageProvenance PROVENANCE =
            new ImageProvenance("7.1", "c0ffee", "https://git.example/stage5");
    private static final int WRITABLE_BY_OTHERS = 0022;

    private final Project project = Project.locate();

    private Path cache;
    private RegistryStub registry;
    private String base;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        cache = folder;
        registry = RegistryStub.start(folder);
        base = StubBaseImage.in(registry);
    }

    @AfterAll
    void stop() {
        registry.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "CLOUD")
    void shouldRunUnprivilegedAndWriteToTmpOnly_whenPushedForBothPlatforms(Component service) throws Exception {
        assumeThat(project.artifact(service)).as("a build for the JVM").isRegularFile();
        ImageContent content = JvmContent.untrained(project, service);

        new ImageBuilder(cache, true)
                .push(
                        new ServiceImage(project, service, content, base, PROVENANCE),
                        registry.prefix() + "/stage5/" + service.label() + ":7.1",
                        Set.of(ImageBuilder.AMD64, ImageBuilder.ARM64));

        PushedImage amd64 = PushedImage.in(registry, "stage5/" + service.label(), "7.1", "amd64");
        PushedImage arm64 = PushedImage.in(registry, "stage5/" + service.label(), "7.1", "arm64");
        assertThat(amd64.lines("/etc/platform")).containsExactly("amd64");
        assertThat(arm64.lines("/etc/platform")).containsExactly("arm64");
        for (PushedImage image : List.of(amd64, arm64)) {
            assertConfiguration(service, image);
            assertFiles(service, image);
        }
    }

    private void assertConfiguration(Component service, PushedImage image) throws IOException {
        assertThat(image.config().at("/config/User").asText()).isEqualTo("65532:65532");
        assertThat(image.config().at("/config/WorkingDir").asText()).isEqualTo("/app");
        assertThat(image.strings("/config/Entrypoint")).containsExactly("java", "@/app/jvm.options");
        assertThat(image.strings("/config/Cmd")).containsExactly("-jar", "/app/quarkus-run.jar");
        assertThat(image.strings("/config/Env")).as("nothing but the base's").containsExactly(StubBaseImage.PATH);
        assertThat(image.config().at("/config/ExposedPorts").fieldNames())
                .toIterable()
                .containsExactly(configuredPort(service) + "/tcp");
        assertThat(image.lines("/app/jvm.options"))
                .containsAll(ServiceJvm.FLAGS)
                .contains("-Djava.io.tmpdir=/tmp", "-Dvertx.cacheDirBase=/tmp/vertx-cache")
                .noneMatch(flag -> flag.startsWith("-XX:AOTCache"));
        Map<String, String> labels = new TreeMap<>();
        image.config()
                .at("/config/Labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        assertThat(labels)
                .containsEntry("org.opencontainers.image.title", service.label())
                .containsEntry("org.opencontainers.image.version", "7.1")
                .containsEntry("org.opencontainers.image.revision", "c0ffee")
                .containsEntry("org.opencontainers.image.source", "https://git.example/stage5")
                .containsEntry("org.opencontainers.image.licenses", "Apache-2.0")
                .containsEntry("stage5.health", "/q/health/ready")
                .containsEntry("stage5.sbom", "/sbom/" + service.label() + ".cdx.json");
    }

    private void assertFiles(Component service, PushedImage image) throws IOException {
        assertThat(image.files().values()).extracting(PushedImage.File::entry).allSatisfy(entry -> {
            assertThat(entry.getMode() & WRITABLE_BY_OTHERS).as(entry.getName()).isZero();
            assertThat(entry.getLongUserId()).as(entry.getName()).isZero();
            assertThat(entry.getLongGroupId()).as(entry.getName()).isZero();
        });
        Path app = project.artifact(service).getParent();
        Set<String> expected =
                new TreeSet<>(Set.of("/app/jvm.options", "/sbom/" + service.label() + ".cdx.json", "/etc/platform"));
        try (Stream<Path> built = Files.walk(app)) {
            built.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("app.aot"))
                    .forEach(file -> expected.add("/app/" + app.relativize(file)));
        }
        Set<String> found = image.files().entrySet().stream()
                .filter(file -> file.getValue().entry().isFile())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).as("what was built, and no more").isEqualTo(expected);
        assertThat(image.files().get("/sbom/" + service.label() + ".cdx.json").entry())
                .extracting(TarArchiveEntry::getSize)
                .isEqualTo(Files.size(app.resolveSibling("sbom.cdx.json")));
    }

    private String configuredPort(Component service) throws IOException {
        Path file = project.root()
                .resolve(service.label() + "/core/src/main/resources/META-INF/microprofile-config.properties");
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return properties.getProperty("quarkus.http.port");
    }
}
