package stage5.cdk.credentials;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Permission;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.secretsmanager.CfnRotationSchedule;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.constructs.Construct;
import stage5.cdk.Logs;
import stage5.cdk.Site;

/**
 * The function that makes the next value of a secret: at once when the secret is new, and then every {@value #DAYS} days.
 * A value stays good for one interval after it was followed, so a service has to be deployed, or its tasks started anew,
 * once in an interval.
 */
final class Rotation extends Construct {

    private static final int DAYS = 90;

    /** @param script beside this class: what is special about this secret */
    Rotation(
            Construct scope,
            Site site,
            String id,
            Secret secret,
            String script,
            Map<String, String> environment,
            List<PolicyStatement> permissions) {
        super(scope, id);
        LogGroup log = Logs.group(
                this, "Log", site, "/stage5/%s/%s".formatted(site.environment().name(), id));
        Role role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        log.grantWrite(role);
        role.addToPolicy(PolicyStatement.Builder.create()
                .actions(List.of(
                        "secretsmanager:DescribeSecret",
                        "secretsmanager:GetSecretValue",
                        "secretsmanager:PutSecretValue",
                        "secretsmanager:UpdateSecretVersionStage"))
                .resources(List.of(secret.getSecretArn()))
                .build());
        permissions.forEach(role::addToPolicy);
        Function function = Function.Builder.create(this, "Function")
                .description("Makes the next value of " + id)
                .runtime(Runtime.NODEJS_24_X)
                .architecture(Architecture.ARM_64)
                .handler("index.handler")
                .code(Code.fromInline(RotationScript.of(script)))
                .timeout(Duration.seconds(30))
                .environment(environment)
                .role(role)
                .logGroup(log)
                .build();
        function.addPermission(
                "SecretsManager",
                Permission.builder()
                        .principal(new ServicePrincipal("secretsmanager.amazonaws.com"))
                        .sourceArn(secret.getSecretArn())
                        .build());
        CfnRotationSchedule schedule = CfnRotationSchedule.Builder.create(this, "Schedule")
                .secretId(secret.getSecretArn())
                .rotationLambdaArn(function.getFunctionArn())
                .rotateImmediatelyOnUpdate(true)
                .rotationRules(CfnRotationSchedule.RotationRulesProperty.builder()
                        .automaticallyAfterDays(DAYS)
                        .build())
                .build();
        schedule.getNode().addDependency(function, role);
    }
}
