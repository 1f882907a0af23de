package stage5.cdk;

import software.amazon.awscdk.Token;
import software.amazon.awscdk.services.ssm.StringParameter;
import software.constructs.Construct;

/**
 * A reference to a value that one stack writes and others read when they are deployed: the SSM parameter {@code
 * /stage5/ENVIRONMENT/OWNER/NAME}. {@link SharedParameters} lists them all. CloudFormation exports are not used, because an
 * export can't change while another stack imports it (<a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html">exports</a>).
 *
 * <p>Each stack records what it writes and reads, and {@link StageFiveStack#addDependenciesOnWriters} declares the
 * dependencies that follow.
 *
 * @param location of the stack that writes it
 * @param writer the name of that stack within its environment
 * @param content what the value is
 */
public record SharedParameter(StackLocation location, String writer, String owner, String name, Content content) {

    /** What a value is. */
    public enum Content {
        ARN,
        HOST_NAME,
        /** An identifier that AWS assigned, or a name that the resource has in its region. */
        ID,
        URL,
        /** The number of rotations of a secret, {@code initial} before the first one. A rotation changes it, not a deployment. */
        SECRET_VERSION;

        private void check(String value) {
            boolean withScheme = value.contains("://");
            if (this == URL ? !withScheme && !Token.isUnresolved(value) : withScheme) {
                throw new IllegalArgumentException("A value of type %s can't be %s".formatted(this, value));
            }
        }
    }

    /**
     * Adds the parameter to the writing stack.
     *
     * @throws IllegalStateException in another stack
     * @throws IllegalArgumentException if the value is not of the declared type
     */
    public void write(Construct scope, String value) {
        StageFiveStack stack = StageFiveStack.of(scope);
        if (!stack.isNamed(location, writer)) {
            throw new IllegalStateException("%s is written by %s, not by %s"
                    .formatted(this, location.stackId(writer), stack.getNode().getId()));
        }
        content.check(value);
        stack.writes(this);
        StringParameter.Builder.create(scope, "Parameter-" + owner + "-" + name)
                .parameterName(path())
                .stringValue(value)
                .build();
    }

    /** Returns a token for the value that was written last when the scope's stack is deployed, in any region. */
    public String read(Construct scope) {
        StageFiveStack stack = StageFiveStack.of(scope);
        stack.reads(this);
        return stack.location().region().equals(location.region())
                ? StringParameter.valueForStringParameter(scope, path())
                : CrossRegionParameter.value(scope, location.region(), path());
    }

    /** Returns the parameter's name in SSM. */
    public String path() {
        return "%s/%s/%s".formatted(SharedParameters.prefix(location.environment()), owner, name);
    }

    /** Returns the parameter's ARN. */
    public String arn() {
        return location.arn(SharedParameters.SERVICE, "parameter" + path());
    }

    @Override
    public String toString() {
        return path() + " in " + location.region();
    }
}
