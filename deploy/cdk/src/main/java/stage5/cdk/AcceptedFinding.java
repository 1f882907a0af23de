package stage5.cdk;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.stream.Stream;
import software.constructs.IConstruct;

/**
 * The cdk-nag findings that are accepted, each with the reason. Every other finding fails the synthesis and has to be
 * fixed.
 */
public enum AcceptedFinding {
    LOG_BUCKET_WITHOUT_ACCESS_LOG("AwsSolutions-S1", "It is where access logs go: a log of its own would have no end"),

    ALL_COUNTRIES("AwsSolutions-CFR1", "The shop sells to every country"),

    STANDARD_LOGGING_V2(
            "AwsSolutions-CFR3", "Logged by standard logging v2, a resource of its own that the rule doesn't see"),

    DEFAULT_CERTIFICATE(
            "AwsSolutions-CFR4",
            "With CloudFront's own name and certificate the version can't be chosen; a domain brings TLS 1.2"),

    ORIGIN_SECRET_ROTATED_BY_GENERATION(
            "AwsSolutions-SMG4",
            "Rotated by raising its generation: the gateway has to take the next one before CloudFront sends it, which"
                    + " a rotation by time can't wait for"),

    REDIS_PASSWORD_ROTATED_MANUALLY(
            "AwsSolutions-SMG4",
            "Functions have it in their configuration, resolved as they are deployed: a rotation by time would lock"
                    + " them out. deploy/README.md has the commands"),

    PUBLISHED_ARTIFACTS(
            "AwsSolutions-IAM5", "ecr:GetAuthorizationToken knows no resource; a zip's key has its version"),

    PARAMETER_READER_POLICY(
            "AwsSolutions-IAM4",
            "The CDK's own reader of parameters; the managed policy lets it write its log",
            "Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"),

    PARAMETER_READER_RUNTIME("AwsSolutions-L1", "The CDK chooses the runtime of its own reader of parameters"),

    ROUTE_WITHOUT_AUTHORIZER(
            "AwsSolutions-APIG4",
            "Services look at tokens themselves, in either form; some routes are for everybody, and which is for the"
                    + " contract to say"),

    PUBLIC_BALANCER(
            "AwsSolutions-EC23",
            "CloudFront and Route 53's health checks come from addresses all over; the gateway refuses whoever doesn't"
                    + " have the edge's secret"),

    NETWORK_INTERFACES(
            "AwsSolutions-IAM5",
            "Lambda makes a function's network interfaces in its role's name: there is none yet to name",
            "Resource::*"),

    CODEDEPLOY_MANAGED_POLICY(
            "AwsSolutions-IAM4",
            "What CodeDeploy needs to shift an alias is for AWS to say, and changes with CodeDeploy",
            "Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited"),

    XRAY_WITHOUT_RESOURCE("AwsSolutions-IAM5", "X-Ray has no resource to name", "Resource::*"),

    REGISTRY_TOKEN("AwsSolutions-IAM5", "ecr:GetAuthorizationToken knows no resource", "Resource::*"),

    ECS_TRAFFIC_POLICY(
            "AwsSolutions-IAM4",
            "What ECS needs to move the balancer's rule from colour to colour is for AWS to say",
            "Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"),

    PLAIN_VARIABLES(
            "AwsSolutions-ECS2",
            "They say where things are; what is secret comes from Secrets Manager as the task starts");

    private final String rule;
    private final String reason;
    private final List<String> appliesTo;

    AcceptedFinding(String rule, String reason, String... appliesTo) {
        this.rule = rule;
        this.reason = reason;
        this.appliesTo = List.of(appliesTo);
    }

    /**
     * Suppresses the finding on the construct and on its children.
     *
     * @param more further subjects that are known only at synthesis, such as {@code Resource::ARN}
     */
    public void on(IConstruct construct, String... more) {
        List<String> all = Stream.concat(appliesTo.stream(), Stream.of(more)).toList();
        NagPackSuppression.Builder suppression =
                NagPackSuppression.builder().id(rule).reason(reason);
        if (!all.isEmpty()) {
            suppression.appliesTo(all);
        }
        NagSuppressions.addResourceSuppressions(construct, List.of(suppression.build()), true);
    }
}
