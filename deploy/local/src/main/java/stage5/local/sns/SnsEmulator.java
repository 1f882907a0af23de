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
import stage5.local.fault.FaultControl;
import stage5.local.http.HttpApi;
import stage5.local.meter.UsageCounters;
import stage5.local.meter.UsageCounters.Quantity;
import stage5.local.sqs.MessageSender;
import stage5.topology.Queue;
import stage5.topology.Topology;

/** Emulates SNS with delivery to the local SQS. It has the topology's topics and subscriptions. */
public final class SnsEmulator implements Emulator {

    /** The most bytes that AWS bills as one publish request. */
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
     * @param contracts published messages are checked against them, if present
     * @param usage counts published and delivered messages
     */
    public SnsEmulator(
            Vertx vertx,
            int port,
            MessageSender queues,
            Topology topology,
            Optional<PublisherContracts> contracts,
            UsageCounters usage) {
        this(vertx, port, queues, RetrySchedule.ofSns(), contracts, usage);
        topology.topics().forEach(topic -> topics.create(Aws.REGION, topic, TopicAttributes.NONE));
        topology.queues().forEach(this::subscribe);
    }

    /** Creates the emulator without topics. */
    SnsEmulator(
            Vertx vertx,
            int port,
            MessageSender queues,
            RetrySchedule schedule,
            Optional<PublisherContracts> contracts,
            UsageCounters usage) {
        this.vertx = vertx;
        this.port = port;
        this.usage = usage;
        this.dispatcher = new MessageDispatcher(new MeteredSender(queues, usage), schedule);
        InstantSource clock = InstantSource.system();
        this.activeFault = new ActiveFault(clock);
        this.contractChecker = contracts.map(ContractChecker::new);
        this.endpoint = new SnsEndpoint(
                vertx,
                new SnsActions(
                        topics,
                        dispatcher,
                        clock,
                        activeFault::refusesEntry,
                        activeFault::altered,
                        this::published,
                        (topic, action) -> usage.addCall(Quantity.SNS_CALLS, topic, action)),
                activeFault);
    }

    /**
     * Counts the messages of one call and checks them against the contracts. <a
     * href="https://aws.amazon.com/sns/pricing/">AWS bills each 64 KB as one request</a>.
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

    /** Creates the queue's subscriptions with raw delivery: one for each topic that the topology names. */
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

    /** Returns the control of the faults. Messages that were accepted before a fault are still delivered. */
    public FaultControl<SnsFault> faults() {
        return activeFault.control();
    }

    /** Returns the result of the contract check of all messages so far; without contracts it is empty. */
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
