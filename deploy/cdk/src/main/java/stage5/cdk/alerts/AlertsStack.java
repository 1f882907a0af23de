package stage5.cdk.alerts;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;
import stage5.cdk.SharedParameters;
import stage5.cdk.StackLocation;
import stage5.cdk.StageFiveStack;

/** The topic of all alarms, with its mail subscription. Deployed before every stack that has alarms. */
public final class AlertsStack extends StageFiveStack {

    /** The owner of the parameters that this stack publishes. */
    public static final String OWNER = "alerts";

    /**
     * The AWS services that publish. An AWS managed key doesn't allow them to, so the topic has a customer managed key that <a
     * href="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services">does</a>.
     */
    private static final List<String> PUBLISHERS =
            List.of("cloudwatch.amazonaws.com", "budgets.amazonaws.com", "costalerts.amazonaws.com");

    /** The recipient has to confirm the subscription once, by mail. */
    public AlertsStack(Construct app, StackLocation location) {
        super(app, location, OWNER, "Stage Five: the topic of all alarms");
        Key key = Key.Builder.create(this, "Key")
                .description("Encrypts the notifications of %s"
                        .formatted(location.environment().name()))
                .enableKeyRotation(true)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Topic topic = Topic.Builder.create(this, "Topic")
                .topicName(location.qualified(OWNER))
                .masterKey(key)
                .enforceSsl(true)
                .build();
        for (String publisher : PUBLISHERS) {
            key.addToResourcePolicy(allow(publisher, List.of("kms:Decrypt", "kms:GenerateDataKey"), "*"));
            topic.addToResourcePolicy(allow(publisher, List.of("sns:Publish"), topic.getTopicArn()));
        }
        topic.addSubscription(
                new EmailSubscription(location.environment().outside().alarmEmail()));
        new SharedParameters(location).alarmTopic().write(this, topic.getTopicArn());
    }

    /** @param resource in a key policy, {@code *} means the key itself */
    private PolicyStatement allow(String publisher, List<String> actions, String resource) {
        return PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal(publisher)))
                .actions(actions)
                .resources(List.of(resource))
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", getAccount())))
                .build();
    }
}
