package stage5.cdk.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import stage5.cdk.simulation.DeployedStack.Deployed;

/** What stays in the account when CloudFormation removes a resource. */
record Leftovers(Deployed resource) {

    private static final Set<String> RETAINED = Set.of("Retain", "RetainExceptOnCreate");

    /** The tag that makes the CDK's custom resource empty a bucket. */
    private static final String AUTO_DELETE = "aws-cdk:auto-delete-objects";

    /** Returns whether the resource stays. */
    boolean staysItself() {
        return RETAINED.contains(resource.resource().deletionPolicy()) || isNotEmpty();
    }

    List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        if (staysItself()) {
            all.add(leftOver(resource.resource().type() + " "
                    + nameOr(resource.resource().logicalId())));
        }
        if (writesToUnmanagedLog()) {
            all.add(leftOver("log group of " + nameOr(resource.resource().logicalId())));
        }
        return all;
    }

    /**
     * Buckets and image repositories with content can't be deleted: <a
     * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html">
     * AWS::S3::Bucket</a>, <a
     * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html">
     * EmptyOnDelete</a>.
     */
    private boolean isNotEmpty() {
        return switch (resource.resource().type()) {
            case "AWS::S3::Bucket" ->
                resource.properties().path("Tags").valueStream().noneMatch(tag -> tag.path("Key")
                        .asText()
                        .equals(AUTO_DELETE));
            case "AWS::ECR::Repository" ->
                !resource.properties().path("EmptyOnDelete").asBoolean();
            default -> false;
        };
    }

    /**
     * Lambda creates a log group at the first invocation unless the function names one: <a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html">log groups</a>. {@code
     * ./stage5 aws destroy} deletes those of functions without a fixed name, whose names begin with that of their stack.
     */
    private boolean writesToUnmanagedLog() {
        return resource.resource().type().equals("AWS::Lambda::Function")
                && resource.properties().has("FunctionName")
                && resource.properties().at("/LoggingConfig/LogGroup").isMissingNode();
    }

    private String nameOr(String logicalId) {
        return Identity.of(resource.stack(), resource.resource()).stream()
                .findFirst()
                .map(Identity::name)
                .orElse(logicalId);
    }

    private Finding leftOver(String what) {
        return new Finding(Fault.LEFT_OVER, resource.stack().shortName(), what);
    }
}
