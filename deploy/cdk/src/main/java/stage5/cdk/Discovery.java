package stage5.cdk;

import software.amazon.awscdk.services.ssm.StringParameter;
import software.constructs.Construct;

/**
 * How stacks find what is in others: by SSM parameters called {@code /stage5/ENVIRONMENT/OWNER/NAME}, which are looked
 * up when a stack is deployed. An export would forbid its owner every change while somebody imports it (<a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html">exports</a>).
 */
public record Discovery(Site site) {

    /** Tells others the value. */
    public void publish(Construct scope, String owner, String name, String value) {
        StringParameter.Builder.create(scope, "Parameter-" + owner + "-" + name)
                .parameterName(path(owner, name))
                .stringValue(value)
                .build();
    }

    /** Returns the value that the owner told last, as a token. */
    public String find(Construct scope, String owner, String name) {
        return StringParameter.valueForStringParameter(scope, path(owner, name));
    }

    /** Returns the parameter's name. */
    public String path(String owner, String name) {
        return "/stage5/%s/%s/%s".formatted(site.environment().name(), owner, name);
    }
}
