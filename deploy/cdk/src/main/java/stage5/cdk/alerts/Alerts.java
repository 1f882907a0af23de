package stage5.cdk.alerts;

import software.amazon.awscdk.services.cloudwatch.AlarmBase;
import software.amazon.awscdk.services.cloudwatch.IAlarmAction;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;
import stage5.cdk.Discovery;
import stage5.cdk.Site;

/** The topic that all alarms of a site go to, as other stacks see it. */
public final class Alerts {

    private final ITopic topic;
    private final IAlarmAction mail;

    private Alerts(ITopic topic) {
        this.topic = topic;
        this.mail = new SnsAction(topic);
    }

    /** Returns the site's topic, for a stack of the same site. */
    public static Alerts of(Construct scope, Site site) {
        return new Alerts(Topic.fromTopicArn(
                scope, "Alerts", new Discovery(site).find(scope, AlertsStack.OWNER, AlertsStack.TOPIC_ARN)));
    }

    /** Lets the alarm tell when it begins and when it ends. */
    public void hear(AlarmBase alarm) {
        alarm.addAlarmAction(mail);
        alarm.addOkAction(mail);
    }

    /** Returns the topic's ARN, for what is no alarm. */
    public String topicArn() {
        return topic.getTopicArn();
    }
}
