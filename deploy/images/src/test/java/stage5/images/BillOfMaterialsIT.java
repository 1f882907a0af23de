package stage5.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.stack.Project;

/** Compares the bom of materials of each artifact with the jars in the artifact. */
class BillOfMaterialsIT {

    private static final Path ROOT = Project.locate().root();
    private static final Set<String> FORMS = Set.of("container", "lambda-http", "lambda-events");

    /** Quarkus' prefix for jars from which it removed a class. */
    private static final String MODIFIED = "^modified-";

    @ParameterizedTest
    @MethodSource("artifacts")
    void shouldListEachJarWithItsVersion_whenItIsInTheArtifact(Path module) throws IOException {
        Path file = ROOT.resolve(module).resolve("target/sbom.cdx.json");
        assertThat(new JsonParser().validate(file.toFile(), Version.VERSION_16)).isEmpty();

        JsonNode bom = new ObjectMapper().readTree(file.toFile());
        String itself = jar(bom.at("/metadata/component"));
        Set<String> listed = StreamSupport.stream(bom.path("components").spliterator(), false)
                .map(BillOfMaterialsIT::jar)
                .filter(jar -> !jar.equals(itself))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(itself).startsWith("stage5." + module.toString().replace('/', '-'));
        assertThat(listed).anyMatch(jar -> jar.startsWith("io.quarkus.quarkus-vertx-http-"));
        assertThat(listed).isEqualTo(jarsIn(ROOT.resolve(module).resolve("target")));
    }

    /** Returns every module with a deployable artifact. */
    static Stream<Path> artifacts() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 3)) {
            return files
                    .filter(file -> file.endsWith("pom.xml"))
                    .map(pom -> ROOT.relativize(pom.getParent()))
                    .filter(module -> FORMS.contains(module.getFileName().toString()))
                    .filter(module -> !module.startsWith("service-kit"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /** A function's zip contains its jars. A zip with a native executable doesn't; its jars are in the build folder. */
    private static Set<String> jarsIn(Path target) throws IOException {
        Path zip = target.resolve("function.zip");
        if (Files.exists(zip)) {
            try (ZipFile function = new ZipFile(zip.toFile())) {
                Set<String> jars = jars(function.stream().map(ZipEntry::getName));
                if (!jars.isEmpty()) {
                    return jars;
                }
            }
        }
        try (Stream<Path> files = Files.walk(target)) {
            return jars(files.map(Path::toString));
        }
    }

    private static Set<String> jars(Stream<String> paths) {
        return paths.filter(path -> path.contains("lib/") && path.endsWith(".jar"))
                .map(path -> path.substring(path.lastIndexOf('/') + 1).replaceFirst(MODIFIED, ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns Quarkus' file name of the component. */
    private static String jar(JsonNode component) {
        String classifier = component.path("purl").asText().contains("classifier=")
                ? "-" + component.path("purl").asText().replaceFirst(".*classifier=([^&]*).*", "$1")
                : "";
        return "%s.%s-%s%s.jar"
                .formatted(
                        component.path("group").asText(),
                        component.path("name").asText(),
                        component.path("version").asText(),
                        classifier);
    }
}
