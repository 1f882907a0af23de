package stage5.cdk;

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
import software.constructs.Construct;

/** Reads SSM parameters of other regions. */
public final class CrossRegionParameter {

    private CrossRegionParameter() {}

    /**
     * Returns a token for the parameter's value at deployment.
     *
     * <p>CloudFormation resolves parameters of the stack's own region only (<a
     * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html">dynamic
     * references</a>), so a custom resource reads this one: once when it is created, and again if the region or name changes.
     */
    static String value(Construct scope, String region, String name) {
        String arn = Arn.format(
                ArnComponents.builder()
                        .service(SharedParameters.SERVICE)
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

    /** Accepts the findings on the CDK's function that runs the custom resource. */
    public static void acceptReader(Stack stack) {
        stack.getNode().getChildren().stream()
                .filter(child -> child.getNode().getId().startsWith("AWS"))
                .forEach(child -> {
                    AcceptedFinding.PARAMETER_READER_POLICY.on(child);
                    AcceptedFinding.PARAMETER_READER_RUNTIME.on(child);
                });
    }
}
