package stage5.local.sns;

import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import stage5.kit.contract.Contracts;
import stage5.local.Part;
import stage5.local.aws.Aws;
import stage5.local.http.HttpApi;
import stage5.local.meter.Meter;
import stage5.local.meter.Meter.Quantity;
import stage5.local.sqs.Sending;
import stage5.topology.Queue;
import stage5.topology.Topology;

/** A stand-in for SNS that delivers to the local SQS, with the topology's topics and subscriptions. */
public final class SnsPart implements Part {

    /** What one request to publish may bring at most before it is billed as two. */
    private static final int BILLED_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final int port;
    private final Meter meter;
    private final Topics topics = new Topics();
    private final Deliveries deliveries;
    private final Misbehaviour misbehaviour;
    private final Optional<ContractWatch> watch;
    private final SnsEndpoint endpoint;
    private HttpApi api;

    /**
     * @param contracts what all that is published is compared with, if anything
     * @param meter counts what is published and delivered
     */
    public SnsPart(
            Vertx vertx, int port, Sending queues, Topology topology, Optional<Contracts> contracts, Meter meter) {
        this(vertx, port, queues, RetrySchedule.ofSns(), contracts, meter);
        topology.topics().forEach(topics::create);
        topology.queues().forEach(this::subscribe);
    }

    /** Creates the part without topics. */
    SnsPart(Vertx vertx, int port, Sending queues, RetrySchedule schedule, Optional<Contracts> contracts, Meter meter) {
        this.vertx = vertx;
        this.port = port;
        this.meter = meter;
        this.deliveries = new Deliveries(new CountedSending(queues, meter), schedule);
        InstantSource clock = InstantSource.system();
        this.misbehaviour = new Misbehaviour(clock);
        this.watch = contracts.map(ContractWatch::new);
        this.endpoint = new SnsEndpoint(
                vertx, new SnsActions(topics, deliveries, clock, misbehaviour::refuses, this::published), misbehaviour);
    }

    /**
     * Takes note of what one call has published: <a href="https://aws.amazon.com/sns/pricing/">each 64 KB of it are billed
     * as one request</a>.
     */
    private void published(Collection<Message> messages) {
        for (Message message : messages) {
            watch.ifPresent(one -> one.published(message));
        }
        messages.stream().findFirst().ifPresent(first -> {
            int bytes = messages.stream().mapToInt(Message::size).sum();
            meter.add(Quantity.PUBLISHES, Aws.topic(first.topicArn()), Math.ceilDiv(bytes, BILLED_BYTES));
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
        return misbehaviour.fault();
    }

    /** Makes SNS misbehave; messages that it has accepted are delivered all the same. */
    public void setFault(SnsFault fault) {
        misbehaviour.set(fault);
    }

    /** Returns how all that was published so far compares with the contracts; nothing was looked at without any. */
    public PublishedEvents published() {
        return watch.map(ContractWatch::sofar).orElse(new PublishedEvents(0, List.of()));
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
        deliveries.close();
        watch.ifPresent(ContractWatch::close);
    }
}
