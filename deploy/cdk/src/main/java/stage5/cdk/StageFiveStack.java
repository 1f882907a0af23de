package stage5.cdk;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.constructs.Construct;
import software.constructs.IConstruct;

/** Base of all stacks: sets the name, the tags and the termination protection. Stacks export nothing, see
 * {@link SharedParameter}. */
public abstract class StageFiveStack extends Stack {

    private final StackLocation location;
    private final Set<SharedParameter> written = new LinkedHashSet<>();
    private final Set<SharedParameter> read = new LinkedHashSet<>();

    /** @param name of the stack within its environment */
    protected StageFiveStack(Construct app, StackLocation location, String name, String description) {
        super(
                app,
                location.stackId(name),
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

    /** Returns the stack that contains the construct. */
    static StageFiveStack of(Construct scope) {
        return (StageFiveStack) Stack.of(scope);
    }

    @Override
    public List<String> getAvailabilityZones() {
        return location.zones();
    }

    /** Returns the environment and region of the stack. */
    public StackLocation location() {
        return location;
    }

    boolean isNamed(StackLocation where, String name) {
        return getNode().getId().equals(where.stackId(name));
    }

    void writes(SharedParameter parameter) {
        written.add(parameter);
    }

    void reads(SharedParameter parameter) {
        read.add(parameter);
    }

    /** Adds what depends on other stacks and on all constructs of this one. All stacks have to exist. */
    void complete() {
        addDependenciesOnWriters();
        runOnArm();
    }

    /** The CDK's function that empties buckets is JavaScript, but has the processor architecture of Lambda's default. */
    private void runOnArm() {
        if (getNode().tryFindChild("Custom::S3AutoDeleteObjectsCustomResourceProvider") instanceof IConstruct provider
                && provider.getNode().tryFindChild("Handler") instanceof CfnResource function) {
            function.addPropertyOverride("Architectures", List.of("arm64"));
        }
    }

    /**
     * Declares that the stacks which write what this one reads are deployed before it. All stacks have to be complete. Throws
     * {@link IllegalStateException} if a parameter is read that no stack of the app writes, which would fail at the deployment.
     */
    void addDependenciesOnWriters() {
        for (SharedParameter parameter : read) {
            String id = parameter.location().stackId(parameter.writer());
            if (!(getNode().getRoot().getNode().tryFindChild(id) instanceof StageFiveStack writer)
                    || !writer.written.contains(parameter)) {
                throw new IllegalStateException("%s reads %s, which %s does not write"
                        .formatted(getNode().getId(), parameter, id));
            }
            addStackDependency(writer);
        }
    }
}
