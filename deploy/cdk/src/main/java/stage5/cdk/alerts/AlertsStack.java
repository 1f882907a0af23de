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
import stage5.cdk.Discovery;
import stage5.cdk.Site;
import stage5.cdk.SiteStack;

/** The topic that all alarms of a site go to, and whoever is told by mail; goes before all that raises an alarm. */
public final class AlertsStack extends SiteStack {

    /** The owner of what it tells others. */
    public static final String OWNER = "alerts";

    static final String TOPIC_ARN = "topic-arn";

    /**
     * Who publishes. A key of AWS's own lets none of them in, so the topic has one that <a
     * href="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services">does</a>.
     */
    private static final List<String> PUBLISHERS =
            List.of("cloudwatch.amazonaws.com", "budgets.amazonaws.com", "costalerts.amazonaws.com");

    /** The address has to confirm its subscription once, by mail. */
    public AlertsStack(Construct app, Site site) {
        super(app, site, OWNER, "Stage Five: where all alarms go");
        Key key = Key.Builder.create(this, "Key")
                .description("Encrypts what the alarms of %s say"
                        .formatted(site.environment().name()))
                .enableKeyRotation(true)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Topic topic = Topic.Builder.create(this, "Topic")
                .topicName(site.qualified(OWNER))
                .masterKey(key)
                .enforceSsl(true)
                .build();
        for (String publisher : PUBLISHERS) {
            key.addToResourcePolicy(allow(publisher, List.of("kms:Decrypt", "kms:GenerateDataKey"), "*"));
            topic.addToResourcePolicy(allow(publisher, List.of("sns:Publish"), topic.getTopicArn()));
        }
        topic.addSubscription(new EmailSubscription(site.environment().outside().alarmEmail()));
        new Discovery(site).publish(this, OWNER, TOPIC_ARN, topic.getTopicArn());
    }

    /** @param resource in a key's own policy {@code *} is that key */
    private PolicyStatement allow(String publisher, List<String> actions, String resource) {
        return PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal(publisher)))
                .actions(actions)
                .resources(List.of(resource))
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", getAccount())))
                .build();
    }
}
