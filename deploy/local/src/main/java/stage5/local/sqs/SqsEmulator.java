package stage5.local.sqs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.elasticmq.NodeAddress;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import scala.Option;
import software.amazon.awssdk.services.sqs.SqsClient;
import stage5.local.Emulator;
import stage5.local.aws.Aws;
import stage5.local.fault.FaultControl;
import stage5.local.http.HttpApi;
import stage5.local.meter.UsageCounters;
import stage5.topology.Topology;

/** Runs ElasticMQ, which implements the SQS API, with the topology's queues and with faults. */
public final class SqsEmulator implements Emulator, MessageSender {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final int port;
    private final Topology topology;
    private final UsageCounters usage;
    private ActorSystem actors;
    private SqsEndpoint endpoint;
    private HttpApi api;
    private final SqsFaultInjector faults = new SqsFaultInjector();
    private volatile ElasticMqDepths depths;
    private volatile MessageSender sender =
            (queue, message) -> CompletableFuture.failedStage(new IllegalStateException("SQS isn't up yet"));

    /** @param usage counts the calls by queue */
    public SqsEmulator(Vertx vertx, int port, Topology topology, UsageCounters usage) {
        this.vertx = vertx;
        this.port = port;
        this.topology = topology;
        this.usage = usage;
    }

    @Override
    public String name() {
        return "sqs";
    }

    @Override
    public void start() throws ExecutionException, InterruptedException {
        actors = ActorSystem.create("sqs", settings());
        ActorRef queueManager = actors.actorOf(
                Props.create(
                        QueueManagerActor.class,
                        () -> new QueueManagerActor(new NowProvider(), StrictSQSLimits$.MODULE$, Option.empty())),
                "queues");
        ActorRef faultyManager = actors.actorOf(FaultyQueueManager.props(queueManager, faults), "faults");
        int elasticMqPort = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withDynamicPort()
                .withServerAddress(new NodeAddress("http", "127.0.0.1", port, ""))
                .withAWSRegion(Aws.REGION)
                .withAWSAccountId(Aws.ACCOUNT)
                .withActorSystem(actors)
                .withQueueManagerActor(faultyManager)
                .start()
                .waitUntilStarted()
                .localAddress()
                .getPort();
        QueueActors calledQueues = new QueueActors(faultyManager, () -> !faults.isActive(), actors.dispatcher());
        QueueActors sentQueues = new QueueActors(queueManager, () -> true, actors.dispatcher());
        Runnable forgetQueues = () -> {
            calledQueues.forget();
            sentQueues.forget();
        };
        endpoint = new SqsEndpoint(vertx, new QueueCalls(calledQueues), forgetQueues, elasticMqPort, usage);
        api = HttpApi.listen(vertx, port, endpoint);
        sender = new ElasticMqSender(sentQueues, faults::nextDelivery, actors.dispatcher());
        try (Queues queues = new Queues(
                Aws.client(SqsClient.builder(), port, TIMEOUT),
                topology.queues().toList())) {
            queues.create();
        }
        depths = new ElasticMqDepths(queueManager); // set last: isUp() must not return true before all queues exist
    }

    /**
     * Returns Pekko's settings: few threads, because other services share the machine, no debug log, no shutdown hooks.
     */
    private static Config settings() {
        return ConfigFactory.parseMap(Map.of(
                        "pekko.loglevel", "WARNING",
                        "pekko.actor.default-dispatcher.fork-join-executor.parallelism-min", 2,
                        "pekko.actor.default-dispatcher.fork-join-executor.parallelism-max", 4,
                        "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off",
                        // Longer than clients keep idle connections: both sides must not close one at once.
                        "pekko.http.server.idle-timeout", "10 minutes"))
                .withFallback(ConfigFactory.load());
    }

    @Override
    public CompletionStage<Void> send(String queue, QueueMessage message) {
        return sender.send(queue, message);
    }

    /** Returns the control of the faults. */
    public FaultControl<SqsFault> faults() {
        return faults.control();
    }

    /** Returns the depth of each queue, in the topology's order; empty before the start. */
    public List<QueueDepth> depths() {
        ElasticMqDepths current = depths;
        return current == null ? List.of() : current.of(topology.queues().toList());
    }

    @Override
    public boolean isUp() {
        return depths != null;
    }

    /** Stops at once. Open receive calls are aborted, as by a crash of the machine. */
    @Override
    public void close() {
        depths = null;
        if (api != null) {
            api.close();
            endpoint.close();
            api = null;
        }
        if (actors != null) {
            actors.terminate();
            actors.getWhenTerminated()
                    .toCompletableFuture()
                    .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                    .join();
            actors = null;
        }
    }
}
