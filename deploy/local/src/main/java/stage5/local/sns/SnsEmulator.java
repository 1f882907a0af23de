package stage5.local.sns;

import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import stage5.kit.contract.PublisherContracts;
import stage5.local.Emulator;
import stage5.local.aws.Aws;
import stage5.local.http.HttpApi;
import stage5.local.meter.UsageCounters;
import stage5.local.meter.UsageCounters.Quantity;
import stage5.local.sqs.MessageSender;
import stage5.topology.Queue;
import stage5.topology.Topology;

/** A stand-in for SNS that delivers to the local SQS, with the topology's topics and subscriptions. */
public final class SnsEmulator implements Emulator {

    /** What one request to publish may bring at most before it is billed as two. */
    private static final int BILLED_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final int port;
    private final UsageCounters usage;
    private final Topics topics = new Topics();
    private final MessageDispatcher dispatcher;
    private final ActiveFault activeFault;
    private final Optional<ContractChecker> contractChecker;
    private final SnsEndpoint endpoint;
    private HttpApi api;

    /**
     * @param contracts what all that is published is compared with, if anything
     * @param usage counts what is published and delivered
     */
    public SnsEmulator(
            Vertx vertx, int port, MessageSender queues, Topology topology, Optional<PublisherContracts> contracts, UsageCounters usage) {
        this(vertx, port, queues, RetrySchedule.ofSns(), contracts, usage);
        topology.topics().forEach(topics::create);
        topology.queues().forEach(this::subscribe);
    }

    /** Creates the part without topics. */
    SnsEmulator(Vertx vertx, int port, MessageSender queues, RetrySchedule schedule, Optional<PublisherContracts> contracts, UsageCounters usage) {
        this.vertx = vertx;
        this.port = port;
        this.usage = usage;
        this.dispatcher = new MessageDispatcher(new MeteredSender(queues, usage), schedule);
        InstantSource clock = InstantSource.system();
        this.activeFault = new ActiveFault(clock);
        this.contractChecker = contracts.map(ContractChecker::new);
        this.endpoint = new SnsEndpoint(
                vertx, new SnsActions(topics, dispatcher, clock, activeFault::refusesEntry, this::published), activeFault);
    }

    /**
     * Takes note of what one call has published: <a href="https://aws.amazon.com/sns/pricing/">each 64 KB of it are billed
     * as one request</a>.
     */
    private void published(Collection<Message> messages) {
        for (Message message : messages) {
            contractChecker.ifPresent(checker -> checker.submit(message));
        }
        messages.stream().findFirst().ifPresent(first -> {
            int bytes = messages.stream().mapToInt(Message::size).sum();
            usage.add(Quantity.PUBLISHES, Aws.topic(first.topicArn()), Math.ceilDiv(bytes, BILLED_BYTES));
        });
    }

    /** Subscribes a queue raw, with one subscription for each topic that the topology names. */
    private void subscribe(Queue queue) {
        for (Queue.Subscription subscription : queue.subscriptions()) {
            Map<String, String> attributes = new HashMap<>();
            attributes.put("RawMessageDelivery", "true");
            attributes.put("FilterPolicy", policy(subscription.types()));
            topics.subscribe(
                    Aws.topicArn(subscription.topic()),
                    Aws.queueArn(queue.name()),
                    SubscriptionSettings.of(attributes));
        }
    }

    private static String policy(List<String> types) {
        return "{\"%s\":[\"%s\"]}".formatted(Queue.Subscription.FILTER_ATTRIBUTE, String.join("\",\"", types));
    }

    @Override
    public String name() {
        return "sns";
    }

    @Override
    public void start() throws ExecutionException, InterruptedException {
        api = HttpApi.listen(vertx, port, endpoint);
    }

    /** Returns how SNS misbehaves now. */
    public SnsFault fault() {
        return activeFault.fault();
    }

    /** Makes SNS misbehave; messages that it has accepted are delivered all the same. */
    public void setFault(SnsFault fault) {
        activeFault.set(fault);
    }

    /** Returns how all that was published so far compares with the contracts; nothing was looked at without any. */
    public ContractCheckResult published() {
        return contractChecker.map(ContractChecker::result).orElse(new ContractCheckResult(0, List.of()));
    }

    @Override
    public boolean isUp() {
        return api != null;
    }

    @Override
    public void close() {
        if (api != null) {
            api.close();
            api = null;
        }
        dispatcher.close();
        contractChecker.ifPresent(ContractChecker::close);
    }
}
