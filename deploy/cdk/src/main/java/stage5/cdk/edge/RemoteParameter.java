package stage5.cdk.edge;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Arn;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.customresources.AwsCustomResource;
import software.amazon.awscdk.customresources.AwsCustomResourcePolicy;
import software.amazon.awscdk.customresources.AwsSdkCall;
import software.amazon.awscdk.customresources.PhysicalResourceId;
import software.amazon.awscdk.customresources.SdkCallsPolicyOptions;
import software.amazon.awscdk.services.ssm.StringParameter;
import software.constructs.Construct;
import stage5.cdk.AcceptedFinding;

/** Reads SSM parameters of a region, which may be another than the stack's. */
public final class RemoteParameter {

    private RemoteParameter() {}

    /**
     * Returns what the parameter holds when the stack is deployed.
     *
     * <p>CloudFormation resolves parameters of the stack's own region only (<a
     * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html">dynamic
     * references</a>), so that those of another are asked for by a custom resource. That one asks when it is made or
     * its region or name changes.
     */
    public static String value(Construct scope, String region, String name) {
        if (region.equals(Stack.of(scope).getRegion())) {
            return StringParameter.valueForStringParameter(scope, name);
        }
        String arn = Arn.format(
                ArnComponents.builder()
                        .service("ssm")
                        .region(region)
                        .resource("parameter")
                        .resourceName(name.substring(1))
                        .build(),
                Stack.of(scope));
        AwsSdkCall get = AwsSdkCall.builder()
                .service("SSM")
                .action("GetParameter")
                .region(region)
                .parameters(Map.of("Name", name))
                .physicalResourceId(PhysicalResourceId.of(region + name))
                .build();
        AwsCustomResource reader = AwsCustomResource.Builder.create(scope, "Read" + name.replace('/', '-'))
                .onUpdate(get)
                .installLatestAwsSdk(false)
                .policy(AwsCustomResourcePolicy.fromSdkCalls(
                        SdkCallsPolicyOptions.builder().resources(List.of(arn)).build()))
                .build();
        return reader.getResponseField("Parameter.Value");
    }

    /** Accepts, for the one function by which a stack reads parameters of other regions, what the CDK makes it of. */
    static void acceptReader(Stack stack) {
        stack.getNode().getChildren().stream()
                .filter(child -> child.getNode().getId().startsWith("AWS"))
                .forEach(child -> {
                    AcceptedFinding.READERS_LOG.on(child);
                    AcceptedFinding.READERS_RUNTIME.on(child);
                });
    }
}
