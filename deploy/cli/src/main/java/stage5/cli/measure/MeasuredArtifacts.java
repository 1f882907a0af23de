package stage5.cli.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import stage5.stack.Component;
import stage5.stack.Stack;
import stage5.topology.Function;
import stage5.topology.Topology;

/** Finds the artifacts to measure: all that are built of the services. */
final class MeasuredArtifacts {

    private static final String BOOTSTRAP = "bootstrap";

    /** An empty batch, which the handler of a schedule accepts too. */
    private static final String NO_MESSAGES = "{\"Records\":[]}";

    /** A minimal request of API Gateway (<a
     * href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">payload
     * format 2.0</a>). */
    private static final String REQUEST = """
            {"version":"2.0","routeKey":"$default","rawPath":"%1$s","rawQueryString":"","headers":{"host":"localhost"},
            "requestContext":{"accountId":"000000000000","apiId":"measured","domainName":"localhost","http":{"method":"GET",
            "path":"%1$s","protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":"measure"},"requestId":"measured",
            "routeKey":"$default","stage":"$default","timeEpoch":0},"isBase64Encoded":false}
            """;

    private final Stack stack;
    private final Topology topology = Topology.load();

    MeasuredArtifacts(Stack stack) {
        this.stack = stack;
    }

    /** Returns the artifacts of the service, containers first. */
    List<MeasuredArtifact> of(Component service) throws IOException {
        List<MeasuredArtifact> found = new ArrayList<>(containers(service));
        for (String artifact : List.of("lambda-http", "lambda-events")) {
            found.addAll(functions(service, artifact));
        }
        return found;
    }

    private List<ContainerArtifact> containers(Component service) {
        return stack.launch().artifacts(service).stream()
                .map(artifact -> new ContainerArtifact(
                        "%s | container | %s".formatted(service, artifact.kind()),
                        size(artifact.files()),
                        artifact.command(),
                        stack.launch().environment(service),
                        stack.ports().address(service).resolve(service.health()),
                        stack.log(service),
                        artifact.isNative() ? Optional.of(StartUpThreshold.NATIVE_CONTAINER) : Optional.empty()))
                .toList();
    }

    /** Returns the artifact's first function in Lambda, preceded by its executable alone if it is native. */
    private List<MeasuredArtifact> functions(Component service, String artifact) throws IOException {
        Path zip = stack.project()
                .root()
                .resolve(service.label())
                .resolve(artifact)
                .resolve("target/function.zip");
        Optional<Function> first = topology.of(service.label()).functions().stream()
                .filter(function -> function.artifact().equals(artifact))
                .findFirst();
        if (first.isEmpty() || !Files.isRegularFile(zip)) {
            return List.of();
        }
        Function function = first.get();
        String event = function.isHttp() ? REQUEST.formatted(service.health()) : NO_MESSAGES;
        Path folder = stack.scratch().resolve(function.name());
        long bytes = Files.size(zip);
        List<MeasuredArtifact> found = new ArrayList<>();
        boolean isNative = unpackBootstrap(zip, folder);
        String name = "%s | %s | %s".formatted(service, artifact, isNative ? "native" : "JVM");
        if (isNative) {
            found.add(new NativeFunctionArtifact(
                    name, bytes, folder.resolve(BOOTSTRAP), environment(service, function), event, stack.log(service)));
        }
        found.add(new LambdaFunctionArtifact(name + ", in Lambda", bytes, stack, service, function, event));
        return found;
    }

    private Map<String, String> environment(Component service, Function function) {
        Map<String, String> environment =
                new HashMap<>(stack.launch().deployment(service).environment());
        environment.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        if (!function.isHttp()) {
            environment.put("QUARKUS_LAMBDA_HANDLER", function.handler());
        }
        return environment;
    }

    private static boolean unpackBootstrap(Path zip, Path folder) throws IOException {
        try (ZipFile content = new ZipFile(zip.toFile())) {
            ZipEntry bootstrap = content.getEntry(BOOTSTRAP);
            if (bootstrap == null) {
                return false;
            }
            Files.createDirectories(folder);
            Path target = folder.resolve(BOOTSTRAP);
            Files.copy(content.getInputStream(bootstrap), target, StandardCopyOption.REPLACE_EXISTING);
            return target.toFile().setExecutable(true);
        }
    }

    private static long size(Path artifact) {
        try (Stream<Path> files = Files.walk(artifact)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".aot"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
