package stage5.cdk.alerts;

import software.amazon.awscdk.services.cloudwatch.AlarmBase;
import software.amazon.awscdk.services.cloudwatch.IAlarmAction;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;
import stage5.cdk.SharedParameters;
import stage5.cdk.StackLocation;

/** The topic of all alarms of an environment in a region, imported into another stack. */
public final class AlarmTopic {

    private final ITopic topic;
    private final IAlarmAction action;

    private AlarmTopic(ITopic topic) {
        this.topic = topic;
        this.action = new SnsAction(topic);
    }

    /** Returns the topic, for a stack of the same environment and region. */
    public static AlarmTopic of(Construct scope, StackLocation location) {
        return new AlarmTopic(Topic.fromTopicArn(
                scope, "Alerts", new SharedParameters(location).alarmTopic().read(scope)));
    }

    /** Sends a notification whenever the alarm starts or ends. */
    public void notifyOn(AlarmBase alarm) {
        alarm.addAlarmAction(action);
        alarm.addOkAction(action);
    }

    /** Returns the topic's ARN, for publishers other than alarms. */
    public String topicArn() {
        return topic.getTopicArn();
    }
}
