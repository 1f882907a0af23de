package stage5.local.sns;

import static java.util.Map.entry;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import stage5.local.aws.Aws;
import stage5.local.aws.AwsQueryRequest;
import stage5.local.aws.XmlWriter;
import stage5.local.sqs.MessageAttribute;

/**
 * The SNS actions that the local cloud implements.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Operations.html">SNS actions</a>
 */
final class SnsActions {

    private static final Set<String> PROTOCOLS =
            Set.of("http", "https", "email", "email-json", "sms", "sqs", "application", "lambda", "firehose");

    /** The parameter that names the action. */
    static final String ACTION = "Action";

    private final Topics topics;
    private final MessageDispatcher dispatcher;
    private final InstantSource clock;
    private final BooleanSupplier refusesEntry;
    private final UnaryOperator<Message> alteration;
    private final Consumer<Collection<Message>> publishListener;
    private final BiConsumer<String, String> callListener;
    private final Map<String, Action> byName = Map.ofEntries(
            entry("CreateTopic", this::createTopic),
            entry("DeleteTopic", this::deleteTopic),
            entry("ListTopics", this::listTopics),
            entry("GetTopicAttributes", this::getTopicAttributes),
            entry("SetTopicAttributes", this::setTopicAttributes),
            entry("Subscribe", this::subscribe),
            entry("Unsubscribe", this::unsubscribe),
            entry("ListSubscriptions", this::listSubscriptions),
            entry("ListSubscriptionsByTopic", this::listSubscriptionsByTopic),
            entry("GetSubscriptionAttributes", this::getSubscriptionAttributes),
            entry("SetSubscriptionAttributes", this::setSubscriptionAttributes),
            entry("Publish", this::publish),
            entry("PublishBatch", this::publishBatch));

    private interface Action {

        void perform(AwsQueryRequest request, Caller caller, XmlWriter result);
    }

    /**
     * @param refusesEntry returns whether the next entry of a batch fails by an injected fault
     * @param alteration returns an accepted message as its subscribers receive it
     * @param publishListener receives the messages accepted in one call
     * @param callListener receives the topic, or an empty text, and the action of each call
     */
    SnsActions(
            Topics topics,
            MessageDispatcher dispatcher,
            InstantSource clock,
            BooleanSupplier refusesEntry,
            UnaryOperator<Message> alteration,
            Consumer<Collection<Message>> publishListener,
            BiConsumer<String, String> callListener) {
        this.topics = topics;
        this.dispatcher = dispatcher;
        this.clock = clock;
        this.refusesEntry = refusesEntry;
        this.alteration = alteration;
        this.publishListener = publishListener;
        this.callListener = callListener;
    }

    /**
     * Performs the action that the request names and writes its result.
     *
     * @return the action's name
     * @throws SnsErrorException if SNS would reject the request
     */
    String perform(AwsQueryRequest request, Caller caller, XmlWriter result) {
        String name = request.find(ACTION).orElse("");
        Action action = byName.get(name);
        if (action == null) {
            throw new SnsErrorException(
                    400, "InvalidAction", "The action '" + name + "' is not implemented by the local cloud's SNS");
        }
        callListener.accept(request.find("TopicArn").map(Aws::topic).orElse(""), name);
        action.perform(request, caller, result);
        return name;
    }

    private void createTopic(AwsQueryRequest request, Caller caller, XmlWriter result) {
        Map<String, String> attributes = request.map("Attributes");
        if (attributes.getOrDefault("FifoTopic", "false").equals("true")) {
            throw SnsErrorException.invalidParameter("Attributes Reason: the local cloud has no FIFO topics");
        }
        result.element(
                "TopicArn", topics.create(caller.region(), request.require("Name"), TopicAttributes.of(attributes)));
    }

    private void deleteTopic(AwsQueryRequest request, Caller caller, XmlWriter result) {
        topics.delete(RequestedArn.ofTopic(request, caller));
    }

    private void listTopics(AwsQueryRequest request, Caller caller, XmlWriter result) {
        ResultPage.of(topics.arns(caller.region()), request)
                .write("Topics", result, arn -> result.element("TopicArn", arn));
    }

    private void getTopicAttributes(AwsQueryRequest request, Caller caller, XmlWriter result) {
        Topic topic = topics.topic(RequestedArn.ofTopic(request, caller));
        Map<String, String> attributes = topic.attributes().described(topic.arn());
        attributes.put("TopicArn", topic.arn());
        attributes.put("Owner", Aws.ACCOUNT);
        attributes.put(
                "SubscriptionsConfirmed", Integer.toString(topic.subscriptions().size()));
        attributes.put("SubscriptionsPending", "0");
        attributes.put("SubscriptionsDeleted", "0");
        attributes(attributes, result);
    }

    private void setTopicAttributes(AwsQueryRequest request, Caller caller, XmlWriter result) {
        String name = request.require("AttributeName");
        String value = request.find("AttributeValue").orElse("");
        topics.change(RequestedArn.ofTopic(request, caller), attributes -> attributes.with(name, value));
    }

    private void subscribe(AwsQueryRequest request, Caller caller, XmlWriter result) {
        String topicArn = RequestedArn.ofTopic(request, caller);
        String protocol = request.require("Protocol");
        if (!PROTOCOLS.contains(protocol)) {
            throw SnsErrorException.invalidParameter("Amazon SNS does not support this protocol string: " + protocol);
        }
        if (!protocol.equals("sqs")) {
            throw SnsErrorException.invalidParameter("the local cloud's SNS delivers to sqs only, not to " + protocol);
        }
        Subscription subscription = topics.subscribe(
                topicArn, request.require("Endpoint"), SubscriptionSettings.of(request.map("Attributes")));
        result.element("SubscriptionArn", subscription.arn());
    }

    private void unsubscribe(AwsQueryRequest request, Caller caller, XmlWriter result) {
        topics.unsubscribe(RequestedArn.ofSubscription(request, caller));
    }

    private void listSubscriptions(AwsQueryRequest request, Caller caller, XmlWriter result) {
        list(topics.subscriptionsIn(caller.region()), request, result);
    }

    private void listSubscriptionsByTopic(AwsQueryRequest request, Caller caller, XmlWriter result) {
        list(topics.subscriptions(RequestedArn.ofTopic(request, caller)), request, result);
    }

    private static void list(Collection<Subscription> subscriptions, AwsQueryRequest request, XmlWriter result) {
        ResultPage.of(subscriptions, request)
                .write("Subscriptions", result, subscription -> result.element("TopicArn", subscription.topicArn())
                        .element("SubscriptionArn", subscription.arn())
                        .element("Protocol", "sqs")
                        .element("Owner", Aws.ACCOUNT)
                        .element("Endpoint", subscription.endpoint()));
    }

    private void getSubscriptionAttributes(AwsQueryRequest request, Caller caller, XmlWriter result) {
        Subscription subscription = topics.subscription(RequestedArn.ofSubscription(request, caller));
        Map<String, String> attributes = subscription.settings().described();
        attributes.put("SubscriptionArn", subscription.arn());
        attributes.put("TopicArn", subscription.topicArn());
        attributes.put("Protocol", "sqs");
        attributes.put("Endpoint", subscription.endpoint());
        attributes.put("Owner", Aws.ACCOUNT);
        attributes.put("SubscriptionPrincipal", "arn:aws:iam::%s:root".formatted(Aws.ACCOUNT));
        attributes.put("PendingConfirmation", "false");
        attributes.put("ConfirmationWasAuthenticated", "true");
        attributes(attributes, result);
    }

    private void setSubscriptionAttributes(AwsQueryRequest request, Caller caller, XmlWriter result) {
        String name = request.require("AttributeName");
        String value = request.find("AttributeValue").orElse("");
        topics.changeSubscription(RequestedArn.ofSubscription(request, caller), settings -> settings.with(name, value));
    }

    private void publish(AwsQueryRequest request, Caller caller, XmlWriter result) {
        String topicArn = RequestedArn.ofTopic(
                request.find("TopicArn")
                        .or(() -> request.find("TargetArn"))
                        .orElseThrow(() -> SnsErrorException.invalidParameter(
                                "TopicArn or TargetArn Reason: no value for required parameter")),
                request,
                caller);
        if (topicArn.contains(":endpoint/")) {
            throw SnsErrorException.invalidParameter(
                    "TargetArn Reason: No endpoint found for the target arn specified");
        }
        Collection<Subscription> subscriptions = topics.subscriptions(topicArn);
        Map<String, MessageAttribute> messageAttributes = MessageAttributes.of(request);
        if (Message.size(request, messageAttributes) > Message.MAX_BYTES) {
            throw SnsErrorException.invalidParameter("Message too long");
        }
        Message message = Message.of(topicArn, request, messageAttributes, caller, clock.instant());
        accept(List.of(message), subscriptions);
        result.element("MessageId", message.id());
    }

    private void publishBatch(AwsQueryRequest request, Caller caller, XmlWriter result) {
        String topicArn = RequestedArn.ofTopic(request, caller);
        Collection<Subscription> subscriptions = topics.subscriptions(topicArn);
        Instant now = clock.instant();
        PublishBatch batch = PublishBatch.of(topicArn, request, caller, now, refusesEntry);
        accept(batch.accepted().values(), subscriptions);
        result.element("Successful", () -> batch.accepted()
                .forEach((id, message) ->
                        result.element("member", () -> result.element("Id", id).element("MessageId", message.id()))));
        result.element("Failed", () -> batch.failed()
                .forEach((id, failure) -> result.element("member", () -> result.element("Id", id)
                        .element("Code", failure.code())
                        .element("Message", failure.getMessage())
                        .element("SenderFault", Boolean.toString(failure.isSenderFault())))));
    }

    private void accept(Collection<Message> messages, Collection<Subscription> subscriptions) {
        messages.forEach(message -> dispatcher.deliver(alteration.apply(message), subscriptions));
        publishListener.accept(messages);
    }

    private static void attributes(Map<String, String> attributes, XmlWriter result) {
        result.element(
                "Attributes",
                () -> attributes.forEach((name, value) -> result.element(
                        "entry", () -> result.element("key", name).element("value", value))));
    }
}
