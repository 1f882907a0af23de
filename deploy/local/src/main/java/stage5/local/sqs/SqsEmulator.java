package stage5.local.sqs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import stage5.local.Emulator;
import stage5.local.aws.Aws;
import stage5.local.fault.FaultControl;
import stage5.local.http.HttpApi;
import stage5.local.meter.UsageCounters;
import stage5.topology.Queue;
import stage5.topology.Topology;

/** Emulates SQS, with the queues of ElasticMQ, the topology's queues and with faults. */
public final class SqsEmulator implements Emulator, MessageSender {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final int port;
    private final Topology topology;
    private final UsageCounters usage;
    private final InstantSource clock;
    private ActorSystem actors;
    private HttpApi api;
    private final SqsFaultInjector faults = new SqsFaultInjector();
    private PoisonMessages poison;
    private volatile ElasticMqDepths depths;
    private volatile MessageSender sender =
            (queue, message) -> CompletableFuture.failedStage(new IllegalStateException("SQS isn't up yet"));

    /** @param usage counts the calls by queue */
    public SqsEmulator(Vertx vertx, int port, Topology topology, UsageCounters usage) {
        this(vertx, port, topology, usage, InstantSource.system());
    }

    /** @param clock determines visibility and expiry of messages; not earlier than the system's time */
    SqsEmulator(Vertx vertx, int port, Topology topology, UsageCounters usage, InstantSource clock) {
        this.vertx = vertx;
        this.port = port;
        this.topology = topology;
        this.usage = usage;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "sqs";
    }

    @Override
    public void start() throws ExecutionException, InterruptedException {
        actors = ActorSystem.create("sqs", settings());
        QueueRegistry registry = new QueueRegistry(actors, clock);
        MessageActions messages = new MessageActions(registry, faults, actors.dispatcher());
        SqsActions actions = new SqsActions(registry, messages, "http://127.0.0.1:" + port, actors.dispatcher());
        api = HttpApi.listen(vertx, port, new SqsEndpoint(vertx, actions, faults, usage));
        sender = new ElasticMqSender(registry, messages, actors.dispatcher());
        poison = new PoisonMessages(vertx, registry, messages);
        faults.control().onChange(poison::restart);
        topology.queues().forEach(queue -> create(queue, registry));
        depths = new ElasticMqDepths(registry); // set last: isUp() must not return true before all queues exist
    }

    /** Creates the queue and its dead-letter queue. Its policy allows the topics to which it subscribes. */
    private static void create(Queue queue, QueueRegistry registry) {
        DeclaredQueue declared = new DeclaredQueue(queue);
        SqsQueue deadLetters = registry.create(queue.deadLetterQueue(), declared.ofDeadLetters(), Map.of());
        SqsQueue live = registry.create(queue.name(), declared.attributes(deadLetters.arn()), Map.of());
        List<String> topicArns = queue.subscriptions().stream()
                .map(subscription -> Aws.topicArn(subscription.topic()))
                .distinct()
                .toList();
        registry.change(live, DeclaredQueue.policy(live.arn(), topicArns));
    }

    /**
     * Returns Pekko's settings: few threads, because other services share the machine, no debug log, no shutdown hooks.
     */
    private static Config settings() {
        return ConfigFactory.parseMap(Map.of(
                        "pekko.loglevel",
                        "WARNING",
                        "pekko.actor.default-dispatcher.fork-join-executor.parallelism-min",
                        2,
                        "pekko.actor.default-dispatcher.fork-join-executor.parallelism-max",
                        4,
                        "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook",
                        "off"))
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
        if (poison != null) {
            faults.control().onChange(activation -> {});
            poison.close();
            poison = null;
        }
        if (api != null) {
            api.close();
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
