package stage5.local.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import stage5.local.Directories;
import stage5.local.Ports;
import stage5.local.apigateway.FunctionApi;
import stage5.local.apigateway.IamAuthorization;
import stage5.local.aws.Aws;
import stage5.local.eventsource.AwsDestinations;
import stage5.local.lambda.AsyncRetryPolicy;
import stage5.local.lambda.FunctionSettings;
import stage5.local.lambda.InvocationOutcome;
import stage5.local.lambda.LambdaEmulator;

/**
 * The functions of the suite: processes in a Lambda emulator, and, for the cases of API Gateway, the same behaviours behind an
 * HTTP API in this process. Equal functions are deployed once.
 */
final class ConformanceFunctions implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration IDLE_LIMIT = Duration.ofSeconds(20);
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);
    private static final int MEMORY = 1769;

    /**
     * More than the cases need, because they share functions: an environment counts as busy until its runtime asks for the next
     * event, which is after the caller has its response.
     */
    private static final int CONCURRENCY = 10;

    /** As many retries as on AWS, but sooner. */
    private static final AsyncRetryPolicy RETRIES = new AsyncRetryPolicy(
            List.of(Duration.ofMillis(100), Duration.ofMillis(200)),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofHours(6));

    private final Vertx vertx;
    private final Path directory;
    private final AwsDestinations destinations;
    private final LambdaEmulator lambda;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<JsonNode, DeployedFunction> functions = new HashMap<>();
    private final Map<JsonNode, URI> apis = new HashMap<>();
    private final List<FunctionApi> openApis = new ArrayList<>();

    /**
     * Starts the Lambda emulator.
     *
     * @param port the port of the Lambda API
     * @param destinations gets the records of asynchronous invocations; closed with this object
     */
    ConformanceFunctions(Vertx vertx, int port, AwsDestinations destinations) throws Exception {
        this.destinations = destinations;
        this.vertx = vertx;
        this.directory = Files.createTempDirectory("conformance");
        this.lambda = new LambdaEmulator(vertx, port, directory, IDLE_LIMIT, MAX_WAIT, RETRIES, destinations);
        lambda.start();
    }

    /** A function in the Lambda emulator; its invocations are recorded in the file. */
    record DeployedFunction(String name, Path record) {

        /** Returns the values to which a case can refer. */
        ObjectNode binding() {
            return JsonNodeFactory.instance.objectNode().put("name", name).put("arn", Aws.functionArn(name));
        }

        /** Returns what the function has received: {@code {count, events, requestIds}}. */
        ObjectNode invocations() {
            ObjectNode received = JsonNodeFactory.instance.objectNode();
            ArrayNode events = received.putArray("events");
            ArrayNode ids = received.putArray("requestIds");
            try {
                for (String line : Files.exists(record) ? Files.readAllLines(record) : List.<String>of()) {
                    JsonNode invocation = JSON.readTree(line);
                    events.add(invocation.path("event"));
                    ids.add(invocation.path("requestId"));
                }
            } catch (IOException e) {
                throw new IllegalStateException("The record of " + name + " can't be read", e);
            }
            return received.put("count", events.size());
        }
    }

    /**
     * Returns a function of the Lambda emulator with these settings.
     *
     * @param own whether no other case may use it
     */
    synchronized DeployedFunction deploy(ObjectNode settings, boolean own) throws IOException {
        DeployedFunction known = own ? null : functions.get(settings);
        if (known != null) {
            return known;
        }
        String name = "conformance-" + Long.toString(System.nanoTime(), 36);
        Path record = directory.resolve(name + ".jsonl");
        Map<String, String> environment = new HashMap<>();
        settings.path("environment")
                .properties()
                .forEach(variable ->
                        environment.put(variable.getKey(), variable.getValue().asText()));
        environment.put(ConformanceRuntime.BEHAVIOUR, settings.toString());
        environment.put(ConformanceRuntime.RECORD, record.toString());
        FunctionSettings function = new FunctionSettings(
                name,
                Duration.ofSeconds(settings.path("timeout").asLong(60)),
                settings.path("memory").asInt(MEMORY),
                settings.path("concurrency").asInt(CONCURRENCY),
                environment);
        lambda.deploy(artifact(), directory.resolve("functions.log"), root -> List.of(function));
        DeployedFunction deployed = new DeployedFunction(name, record);
        if (!own) {
            functions.put(settings, deployed);
        }
        return deployed;
    }

    private Path artifact() throws IOException {
        Path zip = directory.resolve("function.zip");
        if (!Files.exists(zip)) {
            try (OutputStream file = Files.newOutputStream(zip);
                    ZipOutputStream entries = new ZipOutputStream(file)) {
                entries.putNextEntry(new ZipEntry("bootstrap"));
                entries.write("""
                        #!/bin/sh
                        exec "%s/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp "%s" %s
                        """.formatted(
                                System.getProperty("java.home"),
                                System.getProperty("java.class.path"),
                                ConformanceRuntime.class.getName())
                        .getBytes(UTF_8));
            }
        }
        return zip;
    }

    /** Returns the URL of an HTTP API whose function has these settings. */
    synchronized URI api(ObjectNode settings) throws Exception {
        URI known = apis.get(settings);
        if (known != null) {
            return known;
        }
        FunctionBehaviour behaviour = new FunctionBehaviour(settings);
        int port = Ports.free().console();
        openApis.add(FunctionApi.listen(
                vertx,
                port,
                "conformance",
                (function, event) -> invoke(behaviour, settings, event),
                IamAuthorization.NONE));
        URI api = URI.create("http://127.0.0.1:" + port);
        apis.put(settings, api);
        return api;
    }

    private CompletionStage<InvocationOutcome> invoke(FunctionBehaviour behaviour, ObjectNode settings, byte[] event) {
        if (settings.path("concurrency").asInt(1) == 0) {
            return CompletableFuture.completedStage(
                    new InvocationOutcome.Refused(429, "TooManyRequestsException", "Rate Exceeded."));
        }
        return CompletableFuture.supplyAsync(() -> outcome(behaviour, event), threads);
    }

    private static InvocationOutcome outcome(FunctionBehaviour behaviour, byte[] event) {
        try {
            return switch (behaviour.handle(event, Map.of(), Map.of())) {
                case FunctionBehaviour.FunctionOutcome.Response(byte[] payload) ->
                    new InvocationOutcome.Response(payload);
                case FunctionBehaviour.FunctionOutcome.Error error ->
                    new InvocationOutcome.FunctionError(
                            "Unhandled", error.json().getBytes(UTF_8));
                case FunctionBehaviour.FunctionOutcome.Exit exit ->
                    new InvocationOutcome.FunctionError(
                            "Unhandled",
                            new FunctionBehaviour.FunctionOutcome.Error("Runtime.ExitError", "exit status 3")
                                    .json()
                                    .getBytes(UTF_8));
            };
        } catch (InterruptedException e) {
            throw new IllegalStateException("The function was interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        openApis.forEach(
                api -> api.close().toCompletionStage().toCompletableFuture().join());
        threads.shutdownNow();
        lambda.close();
        destinations.close();
        Directories.delete(directory);
    }
}
