package stage5.cdk.data;

import software.amazon.awscdk.services.kms.Alias;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** Creates a service's topic: encrypted at rest, TLS required. */
final class Topics {

    private Topics() {}

    static Topic create(Construct scope, String name) {
        return Topic.Builder.create(scope, "Topic")
                .topicName(name)
                .enforceSsl(true)
                .masterKey(Alias.fromAliasName(scope, "TopicKey", "alias/aws/sns"))
                .build();
    }
}
