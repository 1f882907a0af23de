package stage5.release.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps the layout predictable: a module's folder, artifact id and root package have the same name, and dependencies
 * between top-level folders go one way (load, deploy, the services, service-kit).
 */
class ModuleGraphTests {

    /** The top-level folders from the bottom up; a module may name modules of its own layer and of those below. */
    private static final List<Set<String>> LAYERS = List.of(
            Set.of("service-kit"),
            Set.of("catalog-service", "order-service", "user-service", "notification-worker", "gateway"),
            Set.of("deploy"),
            Set.of("load"));

    private static final Set<String> PARENTS = Set.of(
            "service-kit-library-parent",
            "service-kit-core-parent",
            "service-kit-form-parent",
            "service-kit-function-parent",
            "tool-parent");

    /** Its tests reach package-private members of the classes that it simulates, so they are in those packages. */
    private static final String IN_FOREIGN_PACKAGES = "simulation";

    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);

    private static final Modules MODULES = new Modules(Workflow.ROOT);

    static Stream<String> artifacts() {
        return MODULES.folders().keySet().stream();
    }

    @Test
    void shouldFindTheModules() {
        assertThat(MODULES.folders())
                .containsEntry("order-service-core", "order-service/core")
                .containsEntry("stack", "deploy/stack")
                .containsKeys(PARENTS.toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("artifacts")
    void shouldDependOnLowerLayersOnly(String artifact) {
        String own = topLevel(MODULES.folders().get(artifact));
        assertThat(MODULES.namedBy(artifact)).allSatisfy(folder -> {
            if (layer(folder) == layer(own)) {
                assertThat(topLevel(folder)).isEqualTo(own);
            } else {
                assertThat(layer(folder)).isLessThan(layer(own));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("artifacts")
    void shouldHaveItsFoldersName(String artifact) {
        String folder = MODULES.folders().get(artifact);
        assertThat(artifact).isEqualTo(folder.startsWith("deploy/") ? last(folder) : folder.replace('/', '-'));
    }

    @ParameterizedTest
    @MethodSource("artifacts")
    void shouldHaveItsClassesBelowTheRootPackageOfItsName(String artifact) {
        if (artifact.equals(IN_FOREIGN_PACKAGES)) {
            return;
        }
        String root = rootPackage(MODULES.folders().get(artifact));
        assertThat(packages(MODULES.folders().get(artifact)))
                .allMatch(name -> name.equals(root) || name.startsWith(root + "."), "is in " + root);
    }

    /** Returns {@code stage5.kit.lambda.events} for {@code service-kit/lambda-events}. */
    private static String rootPackage(String folder) {
        String[] path = folder.split("/");
        String name = path[path.length - 1].replace('-', '.');
        String service = path[0].replaceAll("-(service|worker)$", "");
        return switch (path[0]) {
            case "service-kit" -> "stage5.kit." + name;
            case "deploy", "load" -> "stage5." + name;
            default -> "stage5." + service + (name.equals("core") || path.length == 1 ? "" : "." + name);
        };
    }

    private static Set<String> packages(String folder) {
        Path sources = Workflow.ROOT.resolve(folder).resolve("src");
        if (!Files.isDirectory(sources)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(sources)) {
            Set<String> packages = new TreeSet<>();
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                Matcher declaration = PACKAGE.matcher(Files.readString(file));
                assertThat(declaration.find()).as(file.toString()).isTrue();
                packages.add(declaration.group(1));
            }
            return packages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int layer(String folder) {
        for (int layer = 0; layer < LAYERS.size(); layer++) {
            if (LAYERS.get(layer).contains(topLevel(folder))) {
                return layer;
            }
        }
        throw new AssertionError("No layer for " + folder);
    }

    private static String topLevel(String folder) {
        return folder.contains("/") ? folder.substring(0, folder.indexOf('/')) : folder;
    }

    private static String last(String folder) {
        return folder.substring(folder.lastIndexOf('/') + 1);
    }
}
