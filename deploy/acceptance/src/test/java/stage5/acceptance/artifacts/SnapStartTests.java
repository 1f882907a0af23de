package stage5.acceptance.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that the JVM zips work with SnapStart. The test emulates the protocol of AWS's runtime client only; no memory is
 * saved or loaded. When the function has run its hooks and waits for the snapshot, it must hold no connection, because
 * connections do not survive a snapshot (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-best-practices.html">best practices</a>). After the
 * restore it must respond.
 */
@EnabledOnOs(OS.LINUX) // reads the process's connections from /proc
class SnapStartTests {

    private static final Path RUNTIME_CLIENT = Path.of("../local/target/lambda-runtime");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String GET = """
            {"version": "2.0", "routeKey": "$default", "rawPath": "/nowhere", "rawQueryString": "",
             "headers": {"host": "shop.example", "accept": "application/json"}, "isBase64Encoded": false,
             "requestContext": {"http": {"method": "GET", "path": "/nowhere", "protocol": "HTTP/1.1",
             "sourceIp": "192.0.2.1", "userAgent": "test"}, "stage": "$default", "requestId": "1"}}""";
    private static final String NO_MESSAGES = "{\"Records\": []}";

    @TempDir
    Path directory;

    /** order-service has a client of each kind: DynamoDB, SNS, Redis, HTTP. */
    @ParameterizedTest
    @CsvSource({
        "order-service/lambda-http, '\"statusCode\":404'",
        "order-service/lambda-events, '{\"batchItemFailures\":[]}'"
    })
    void shouldHoldNoConnectionAndRespondAfterRestore_whenASnapshotIsTaken(String module, String response)
            throws Exception {
        takeSnapshotAndRestore(module, response);
    }

    /** Each start of a function takes seconds of CPU time, and the hooks of all services are those of service-kit. */
    @Tag("nightly")
    @ParameterizedTest
    @CsvSource({
        "catalog-service/lambda-http, '\"statusCode\":404'",
        "gateway/lambda-http, '\"statusCode\":404'",
        "user-service/lambda-http, '\"statusCode\":404'",
        "catalog-service/lambda-events, '{\"batchItemFailures\":[]}'",
        "notification-worker/lambda-events, '{\"batchItemFailures\":[]}'"
    })
    void shouldHoldNoConnectionAndRespondAfterRestore_whenASnapshotOfAnotherServiceIsTaken(
            String module, String response) throws Exception {
        takeSnapshotAndRestore(module, response);
    }

    private void takeSnapshotAndRestore(String module, String response) throws Exception {
        Path zip = Path.of("../..", module, "target/function.zip");
        assumeThat(zip).as("only a complete build has the zip").exists();
        assumeThat(isNative(zip)).as("a native function needs no SnapStart").isFalse();
        unzip(zip);

        try (ServerSocket everything = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                SnapshotRuntime lambda = new SnapshotRuntime(module.endsWith("-http") ? GET : NO_MESSAGES)) {
            Process function = start(lambda.port(), "http://127.0.0.1:" + everything.getLocalPort());
            try {
                lambda.awaitReady(TIMEOUT);

                assertThat(connections(function.pid(), lambda.port())).isEmpty();
                assertThat(lambda.restore(TIMEOUT)).contains(response);
            } finally {
                function.destroyForcibly().waitFor();
            }
        }
    }

    /** @param everything the address of all remote systems of the function; accepts connections and never responds */
    private Process start(int runtimeApi, String everything) throws IOException {
        Path task = directory.toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx512m",
                        "-cp",
                        String.join(":", task.toString(), task + "/lib/*", RUNTIME_CLIENT.toAbsolutePath() + "/*"),
                        "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                        "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        Map<String, String> env = new HashMap<>();
        env.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + runtimeApi);
        env.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        env.put("AWS_LAMBDA_FUNCTION_NAME", "any");
        env.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
        env.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769");
        env.put("AWS_LAMBDA_LOG_GROUP_NAME", "any");
        env.put("AWS_LAMBDA_LOG_STREAM_NAME", "any");
        env.put("AWS_REGION", "us-east-1");
        env.put("AWS_ACCESS_KEY_ID", "any");
        env.put("AWS_SECRET_ACCESS_KEY", "any");
        env.put("LAMBDA_TASK_ROOT", task.toString());
        env.put("JAVA_TOOL_OPTIONS", "--add-opens=java.base/java.lang=ALL-UNNAMED");
        env.put("STAGE5_ACCOUNT", "000000000000");
        env.put("QUARKUS_REDIS_HOSTS", everything.replace("http", "redis"));
        env.put("QUARKUS_LAMBDA_HANDLER", "queue");
        for (String name : List.of(
                "AWS_ENDPOINT_URL_DYNAMODB",
                "AWS_ENDPOINT_URL_SQS",
                "AWS_ENDPOINT_URL_SNS",
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "STAGE5_USER_URL",
                "STAGE5_CATALOG_URL",
                "STAGE5_ORDER_URL",
                "STAGE5_PAYMENT_URL")) {
            env.put(name, everything);
        }
        builder.environment().putAll(env);
        return builder.start();
    }

    /** Returns the remote addresses of the process's open TCP connections, in /proc's notation, except the Runtime API. */
    private static List<String> connections(long pid, int runtimeApi) throws IOException {
        List<String> sockets = sockets(pid);
        String ofRuntimeApi = ":%04X".formatted(runtimeApi);
        Path net = Path.of("/proc", Long.toString(pid), "net");
        try (Stream<String> lines = Stream.concat(Files.lines(net.resolve("tcp")), Files.lines(net.resolve("tcp6")))) {
            return lines.map(line -> line.trim().split("\\s+"))
                    .filter(fields -> fields.length > 9 && fields[3].equals("01"))
                    .filter(fields -> sockets.contains("socket:[" + fields[9] + "]"))
                    .map(fields -> fields[2])
                    .filter(remote -> !remote.endsWith(ofRuntimeApi))
                    .toList();
        }
    }

    private static List<String> sockets(long pid) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return files.map(SnapStartTests::target)
                    .filter(target -> target.startsWith("socket:"))
                    .toList();
        }
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException closedInTheMeantime) {
            return "";
        }
    }

    private static boolean isNative(Path zip) throws IOException {
        try (ZipFile content = new ZipFile(zip.toFile())) {
            return content.getEntry("bootstrap") != null;
        }
    }

    private void unzip(Path zip) throws IOException {
        try (ZipFile content = new ZipFile(zip.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = content.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                Path target = directory.resolve(entry.getName());
                if (!entry.isDirectory()) {
                    Files.createDirectories(target.getParent());
                    try (InputStream in = content.getInputStream(entry)) {
                        Files.copy(in, target);
                    }
                }
            }
        }
    }
}
