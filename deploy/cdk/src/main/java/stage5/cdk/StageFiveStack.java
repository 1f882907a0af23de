package stage5.cdk;

import java.util.List;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.constructs.Construct;

/** Base of all stacks: sets the name, the tags and the termination protection. Stacks export nothing, see
 * {@link SharedParameters}. */
public abstract class StageFiveStack extends Stack {

    private final StackLocation location;

    /** @param name of the stack within its environment */
    protected StageFiveStack(Construct app, StackLocation location, String name, String description) {
        super(
                app,
                location.qualified(name) + "-" + location.region(),
                StackProps.builder()
                        .stackName(location.qualified(name))
                        .description(description)
                        .env(Environment.builder()
                                .account(location.environment().account().id())
                                .region(location.region())
                                .build())
                        .terminationProtection(!location.environment().data().deletable())
                        .build());
        this.location = location;
        Tags.of(this).add("stage5:environment", location.environment().name());
        Tags.of(this).add("stage5:stack", name);
    }

    @Override
    public List<String> getAvailabilityZones() {
        return location.zones();
    }

    /** Returns the environment and region of the stack. */
    public StackLocation location() {
        return location;
    }
}
