package stage5.local.sns;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A topic.
 *
 * @param subscriptions by ARN; shared by all versions of the topic
 */
record Topic(String arn, TopicAttributes attributes, Map<String, Subscription> subscriptions) {

    static Topic of(String arn, TopicAttributes attributes) {
        return new Topic(arn, attributes, new ConcurrentSkipListMap<>());
    }

    Topic with(TopicAttributes newAttributes) {
        return new Topic(arn, newAttributes, subscriptions);
    }
}
