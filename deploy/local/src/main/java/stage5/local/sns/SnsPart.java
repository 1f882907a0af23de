package stage5.local.sns;

import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import stage5.kit.contract.Contracts;
import stage5.local.Part;
import stage5.local.aws.Aws;
import stage5.local.http.HttpApi;
import stage5.local.sqs.Sending;
import stage5.topology.Queue;
import stage5.topology.Topology;

/** A stand-in for SNS that delivers to the local SQS, with the topology's topics and subscriptions. */
public final class SnsPart implements Part {

    private final Vertx vertx;
    private final int port;
    private final Topics topics = new Topics();
    private final Deliveries deliveries;
    private final Misbehaviour misbehaviour;
    private final Optional<ContractWatch> watch;
    private final SnsEndpoint endpoint;
    private HttpApi api;

    /** @param contracts what all that is published is compared with, if anything */
    public SnsPart(Vertx vertx, int port, Sending queues, Topology topology, Optional<Contracts> contracts) {
        this(vertx, port, queues, RetrySchedule.ofSns(), contracts);
        topology.topics().forEach(topics::create);
        topology.queues().forEach(this::subscribe);
    }

    /** Creates the part without topics. */
    SnsPart(Vertx vertx, int port, Sending queues, RetrySchedule schedule, Optional<Contracts> contracts) {
        this.vertx = vertx;
        this.port = port;
        this.deliveries = new Deliveries(queues, schedule);
        InstantSource clock = InstantSource.system();
        this.misbehaviour = new Misbehaviour(clock);
        this.watch = contracts.map(ContractWatch::new);
        Consumer<Message> witness =
                watch.<Consumer<Message>>map(w -> w::published).orElse(message -> {});
        this.endpoint = new SnsEndpoint(
                vertx, new SnsActions(topics, deliveries, clock, misbehaviour::refuses, witness), misbehaviour);
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
