package stage5.cdk;

import software.amazon.awscdk.services.ssm.StringParameter;
import software.constructs.Construct;

/**
 * Values that one stack publishes for others: SSM parameters named {@code /stage5/ENVIRONMENT/OWNER/NAME}, resolved when
 * the reading stack is deployed. CloudFormation exports are not used, because an export can't change while another stack
 * imports it (<a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html">exports</a>).
 */
public record SharedParameters(StackLocation location) {

    /** Publishes the value. */
    public void publish(Construct scope, String owner, String name, String value) {
        StringParameter.Builder.create(scope, "Parameter-" + owner + "-" + name)
                .parameterName(path(owner, name))
                .stringValue(value)
                .build();
    }

    /** Returns a token for the value that the owner published last. */
    public String find(Construct scope, String owner, String name) {
        return StringParameter.valueForStringParameter(scope, path(owner, name));
    }

    /** Returns the parameter's name. */
    public String path(String owner, String name) {
        return "/stage5/%s/%s/%s".formatted(location.environment().name(), owner, name);
    }
}
