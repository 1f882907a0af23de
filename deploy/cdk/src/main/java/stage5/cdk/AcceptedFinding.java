package stage5.cdk;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.github.cdklabs.cdknag.RegexAppliesTo;
import java.util.List;
import java.util.stream.Stream;
import software.constructs.IConstruct;

/**
 * The cdk-nag findings that are accepted, each with the reason. Every other finding fails the synthesis and has to be
 * fixed.
 */
public enum AcceptedFinding {
    LOG_BUCKET_WITHOUT_ACCESS_LOG(
            "AwsSolutions-S1", "This bucket stores access logs; logging access to it would never end"),

    ALL_COUNTRIES("AwsSolutions-CFR1", "The shop sells to every country"),

    STANDARD_LOGGING_V2(
            "AwsSolutions-CFR3", "Logged by standard logging v2, a separate resource that the rule doesn't recognise"),

    DEFAULT_CERTIFICATE(
            "AwsSolutions-CFR4",
            "CloudFront's default certificate has no choice of TLS version; with a domain it is TLS 1.2"),

    ORIGIN_SECRET_ROTATED_BY_GENERATION(
            "AwsSolutions-SMG4",
            "Rotated by raising its generation: the gateway must accept the next one before CloudFront sends it, which a scheduled rotation can't ensure"),

    AGENT_SECRET_NOT_ROTATED(
            "AwsSolutions-SMG4",
            "It exempts the shop's own agents from bot control only. The web ACL and the canary read it when they are deployed"),

    PASSWORD_READ_ONCE(
            "AwsSolutions-SMG4", "It is read once, when the account is created; a new value would have no effect"),

    CANARY_RUNS_WITHOUT_ACCESS_LOG(
            "AwsSolutions-S1", "Artifacts of canary runs, written by the canary only and kept for a month"),

    CANARY_NAMES(
            "AwsSolutions-IAM5",
            "Synthetics names objects and log groups at run time; listing buckets and putting metrics have no resource type"),

    REDIS_PASSWORD_ROTATED_MANUALLY(
            "AwsSolutions-SMG4",
            "Functions resolve it at deployment, so a scheduled rotation would lock them out. See docs/runbooks/aws-rotate-the-redis-password.md"),

    STACK_IDS("AwsSolutions-IAM5", "The ARN of a stack ends with an id, and the stack may not exist yet"),

    PUBLISHED_ARTIFACTS(
            "AwsSolutions-IAM5", "ecr:GetAuthorizationToken has no resource type; a zip's key contains its version"),

    PARAMETER_READER_POLICY(
            "AwsSolutions-IAM4",
            "The CDK's function that reads parameters uses the managed policy to write its log",
            "Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"),

    PARAMETER_READER_RUNTIME("AwsSolutions-L1", "The CDK chooses the runtime of its function that reads parameters"),

    ROUTE_WITHOUT_AUTHORIZER(
            "AwsSolutions-APIG4",
            "Clients call the gateway, and everyone may read open paths; services verify tokens themselves, in both forms"),

    CALLED_SERVICES(
            "AwsSolutions-IAM5",
            "The gateway forwards every route of the services' APIs, which authorise no other caller",
            "/^Resource::arn:aws:execute-api:.*$/g"),

    PUBLIC_BALANCER(
            "AwsSolutions-EC23",
            "CloudFront and Route 53 call from many addresses; the gateway rejects requests without the origin secret"),

    NETWORK_INTERFACES(
            "AwsSolutions-IAM5",
            "Lambda creates the function's network interfaces with its role, so they don't exist yet",
            "Resource::*"),

    ACCOUNT_WIDE_ACTIONS(
            "AwsSolutions-IAM5",
            "Actions that enable an AWS service in an account have no resource type, or none that exists before",
            "Resource::*"),

    LOG_STREAMS(
            "AwsSolutions-IAM5",
            "Lambda and ECS name the log streams of an execution environment or a task, so they don't exist yet"),

    CODEDEPLOY_MANAGED_POLICY(
            "AwsSolutions-IAM4",
            "AWS defines the permissions that CodeDeploy needs to shift an alias",
            "Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited"),

    XRAY_WITHOUT_RESOURCE("AwsSolutions-IAM5", "X-Ray defines no resource type for this action", "Resource::*"),

    REGISTRY_TOKEN("AwsSolutions-IAM5", "ecr:GetAuthorizationToken has no resource type", "Resource::*"),

    ECS_TRAFFIC_POLICY(
            "AwsSolutions-IAM4",
            "AWS defines the permissions that ECS needs to switch the listener rule",
            "Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"),

    PLAIN_VARIABLES(
            "AwsSolutions-ECS2", "They contain addresses only; secrets come from Secrets Manager when the task starts");

    private final String rule;
    private final String reason;
    private final List<String> appliesTo;

    AcceptedFinding(String rule, String reason, String... appliesTo) {
        this.rule = rule;
        this.reason = reason;
        this.appliesTo = List.of(appliesTo);
    }

    /**
     * Suppresses the finding on the construct and on its children. A subject between slashes is a regular expression.
     *
     * @param more further subjects that are known only at synthesis, such as {@code Resource::ARN}
     */
    public void on(IConstruct construct, String... more) {
        List<Object> all = Stream.concat(appliesTo.stream(), Stream.of(more))
                .map(AcceptedFinding::subject)
                .toList();
        NagPackSuppression.Builder suppression =
                NagPackSuppression.builder().id(rule).reason(reason);
        if (!all.isEmpty()) {
            suppression.appliesTo(all);
        }
        NagSuppressions.addResourceSuppressions(construct, List.of(suppression.build()), true);
    }

    private static Object subject(String text) {
        return text.startsWith("/") ? RegexAppliesTo.builder().regex(text).build() : text;
    }
}
