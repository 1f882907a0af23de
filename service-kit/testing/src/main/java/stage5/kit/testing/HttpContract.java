package stage5.kit.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Lists the operations of a service's OpenAPI document and of its JAX-RS resources, so that tests can compare them. */
public final class HttpContract {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private HttpContract() {}

    /** Returns the operations of the OpenAPI document on the class path, in the form {@code GET /api/things/{id}}. */
    public static SortedSet<String> documented() {
        try (InputStream document = HttpContract.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            SortedSet<String> operations = new TreeSet<>();
            JsonNode paths = new YAMLMapper().readTree(document).path("paths");
            paths.properties().forEach(path -> path.getValue().fieldNames().forEachRemaining(field -> {
                if (METHODS.contains(field)) {
                    operations.add(operation(field.toUpperCase(java.util.Locale.ROOT), path.getKey()));
                }
            }));
            return operations;
        } catch (IOException e) {
            throw new UncheckedIOException("META-INF/openapi.yaml can't be read", e);
        }
    }

    /**
     * Returns the operations of the JAX-RS resources in a package and its sub-packages, in the same form. An operation that
     * another service's document describes is left out: it has {@code @Operation(hidden = true)}. HEAD is left out where GET
     * is an operation, which implies it (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-9.3.2">RFC 9110,
     * 9.3.2</a>).
     */
    public static SortedSet<String> implemented(String rootPackage) {
        SortedSet<String> operations = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(rootPackage).stream()
                        .filter(type -> type.isAnnotatedWith(Path.class) && !type.isInterface())
                        .map(JavaClass::reflect)
                        .flatMap(HttpContract::operations)
                        .collect(Collectors.toCollection(TreeSet::new));
        operations.removeIf(operation ->
                operation.startsWith("HEAD ") && operations.contains(operation.replaceFirst("HEAD", "GET")));
        return operations;
    }

    private static Stream<String> operations(Class<?> resource) {
        return Arrays.stream(resource.getMethods())
                .filter(method -> !isHidden(method))
                .flatMap(method -> Arrays.stream(method.getAnnotations())
                        .map(Annotation::annotationType)
                        .filter(annotation -> annotation.isAnnotationPresent(HttpMethod.class))
                        .map(annotation -> operation(
                                annotation.getAnnotation(HttpMethod.class).value(), path(resource, method))));
    }

    private static boolean isHidden(Method method) {
        Operation operation = method.getAnnotation(Operation.class);
        return operation != null && operation.hidden();
    }

    private static String path(Class<?> resource, Method method) {
        Path own = method.getAnnotation(Path.class);
        return resource.getAnnotation(Path.class).value() + "/" + (own == null ? "" : own.value());
    }

    /** Returns the operation with single slashes and without the patterns of path parameters. */
    private static String operation(String method, String path) {
        String normalized = path.replaceAll("\\{\\s*(\\w+)[^}]*}", "{$1}").replaceAll("/+", "/");
        return method + " /"
                + Arrays.stream(normalized.split("/"))
                        .filter(segment -> !segment.isEmpty())
                        .collect(Collectors.joining("/"));
    }
}
