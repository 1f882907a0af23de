package stage5.local.deployment;

import static java.util.stream.Collectors.groupingBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import stage5.local.apigateway.FunctionApi;
import stage5.local.apigateway.IamAuthorization;
import stage5.local.eventsource.QueueMapping;
import stage5.local.eventsource.QueueSettings;
import stage5.local.eventsource.ScheduleMapping;
import stage5.local.http.HttpErrorException;
import stage5.local.lambda.FunctionArtifact;
import stage5.local.lambda.FunctionSettings;
import stage5.local.lambda.LambdaEmulator;
import stage5.topology.Function;
import stage5.topology.Queue;
import stage5.topology.Schedule;
import stage5.topology.ServiceTopology;

/** One service that runs as functions: its HTTP API, queue mappings and schedules. */
final class ServiceDeployment {

    private final ServiceTopology topology;
    private final DeploymentRequest deployment;
    private final ScheduledExecutorService timer;
    private final List<QueueMapping> queues = new ArrayList<>();
    private final List<ScheduleMapping> schedules = new ArrayList<>();
    private FunctionApi api;

    ServiceDeployment(ServiceTopology topology, DeploymentRequest deployment) {
        this.topology = topology;
        this.deployment = deployment;
        this.timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform()
                .daemon()
                .name(topology.service() + "-schedules")
                .factory());
    }

    /**
     * Checks that all artifacts and queues exist, and that the queues' mappings will be accepted.
     *
     * @throws HttpErrorException 409 if an artifact is missing
     * @throws IllegalArgumentException if a mapping would be refused
     */
    void requireDeployable(URI sqs) {
        requireBuilt();
        topology.queues().forEach(queue -> QueueMapping.check(sqs, settings(queue)));
    }

    private void requireBuilt() {
        for (Function function : topology.functions()) {
            Path artifact = deployment.artifact(function.artifact());
            if (!Files.isRegularFile(artifact)) {
                throw new HttpErrorException(
                        409, "not_built", artifact + " is missing: build it with ./mvnw package -DskipTests");
            }
        }
    }

    /** Starts the HTTP API, the queue mappings and the schedules. A function starts with its first event. */
    void start(Vertx vertx, URI sqs, LambdaEmulator lambda)
            throws IOException, ExecutionException, InterruptedException {
        Map<String, List<Function>> byArtifact = topology.functions().stream().collect(groupingBy(Function::artifact));
        for (Map.Entry<String, List<Function>> artifact : byArtifact.entrySet()) {
            lambda.deploy(deployment.artifact(artifact.getKey()), deployment.log(), root -> artifact.getValue().stream()
                    .map(function -> settings(function, root))
                    .toList());
        }
        if (topology.httpFunction().isPresent()) {
            Function function = topology.httpFunction().get();
            api = FunctionApi.listen(
                    vertx,
                    deployment.port(),
                    function.name(),
                    lambda,
                    new IamAuthorization(deployment.callers(), function.openPaths()));
        }
        for (Queue queue : topology.queues()) {
            queues.add(QueueMapping.open(sqs, settings(queue), lambda));
        }
        for (Schedule schedule : topology.schedules()) {
            String function = topology.functionOf(schedule.handler()).name();
            schedules.add(ScheduleMapping.open(schedule.name(), function, schedule.every(), lambda, timer));
        }
    }

    private QueueSettings settings(Queue queue) {
        Function consumer = topology.functionOf(Function.QUEUE);
        return QueueSettings.of(queue.name(), consumer.name(), consumer.timeout())
                .withMaximumConcurrency(deployment.concurrencyOf(queue));
    }

    private FunctionSettings settings(Function function, FunctionArtifact artifact) {
        Map<String, String> environment = new HashMap<>(deployment.environment());
        if (!function.isHttp()) {
            environment.put("QUARKUS_LAMBDA_HANDLER", function.handler());
        }
        if (!artifact.isNative()) {
            environment.put("JAVA_TOOL_OPTIONS", Function.JVM_OPTIONS);
        }
        return new FunctionSettings(
                function.name(),
                function.timeout(),
                artifact.isNative() ? Function.NATIVE_MEMORY_MIB : Function.JVM_MEMORY_MIB,
                function.reservedConcurrency(),
                environment);
    }

    /**
     * Stops the service and returns once its functions have ended. With {@code drain}, accepted requests and batches
     * are completed first.
     */
    void stop(LambdaEmulator lambda, boolean drain) throws InterruptedException {
        List<String> names = topology.functions().stream().map(Function::name).toList();
        if (!drain) {
            lambda.remove(names);
        }
        timer.shutdownNow();
        schedules.forEach(ScheduleMapping::close);
        queues.parallelStream().forEach(QueueMapping::close);
        if (api != null) {
            try {
                api.close().toCompletionStage().toCompletableFuture().get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("The HTTP API of " + topology.service() + " could not be closed", e);
            }
        }
        lambda.remove(names);
    }

    DeployedService describe() {
        return new DeployedService(
                topology.service(),
                deployment.port(),
                topology.functions().stream().map(Function::name).toList(),
                topology.queues().stream().map(Queue::name).toList(),
                topology.schedules().stream().map(Schedule::name).toList(),
                api == null ? null : api.responseCounts());
    }
}
