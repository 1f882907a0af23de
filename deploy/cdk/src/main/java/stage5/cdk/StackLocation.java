package stage5.cdk;

import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awscdk.RemovalPolicy;
import stage5.cdk.config.DeploymentEnvironment;

/** The environment and region that a stack belongs to. */
public record StackLocation(DeploymentEnvironment environment, String region) {

    /** Returns whether this region creates the tables; the other regions hold replicas. */
    public boolean isPrimary() {
        return environment.regions().primary().equals(region);
    }

    /**
     * Returns whether the schedules of this region run. Only one region writes: a DynamoDB transaction is atomic in its own
     * region only, and of two writes to one item in two regions the later one wins (<a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html">global
     * tables</a>). Two writing regions could oversell stock and apply an event twice. The {@link
     * stage5.topology.FenceTable} prevents that; it may name another region than this one for some time.
     */
    public boolean isActive() {
        return environment.regions().active().equals(region);
    }

    /** Returns the availability zones. Their names are fixed, because a look-up needs access to the account. */
    public List<String> zones() {
        return IntStream.range(0, environment.network().zones())
                .mapToObj(i -> region + (char) ('a' + i))
                .toList();
    }

    /**
     * Returns what happens to stored data when its stack is deleted: it is deleted too if the environment allows that, else
     * retained. If the first deployment of the resource fails, it is deleted in any case, so that its name doesn't block the
     * next attempt (<a
     * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html">
     * {@code RetainExceptOnCreate}</a>).
     */
    public RemovalPolicy removalPolicy() {
        return environment.data().deletable() ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    }

    /** Returns {@code stage5-ENVIRONMENT-NAME}: the name of a stack or of a resource whose name must be unique per environment. */
    public String qualified(String name) {
        return "stage5-%s-%s".formatted(environment.name(), name);
    }

    /** Returns the id of the stack with that name in the CDK app, which may contain several regions and environments. */
    public String stackId(String name) {
        return qualified(name) + "-" + region;
    }

    /** Returns the ARN of a resource in this account and region. */
    public String arn(String service, String resource) {
        return "arn:aws:%s:%s:%s:%s"
                .formatted(service, region, environment.account().id(), resource);
    }
}
