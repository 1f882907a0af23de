package stage5.cdk.credentials;

import java.util.HashMap;
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
import stage5.cdk.LogGroups;
import stage5.cdk.SharedParameter;
import stage5.cdk.StackLocation;

/**
 * The function that rotates a secret: immediately after its creation, then every {@value #DAYS} days. A value stays valid
 * for one interval after its successor was created. So each service has to be deployed, or its tasks restarted, at least
 * once per interval.
 */
final class SecretRotation extends Construct {

    private static final int DAYS = 90;

    /**
     * @param name of the secret
     * @param regions with the secret or a replica, whose parameter with the secret's version changes too
     * @param script a resource of this package that defines {@code next(value)} for this secret
     */
    SecretRotation(
            Construct scope,
            StackLocation location,
            String id,
            Secret secret,
            String name,
            List<String> regions,
            String script,
            Map<String, String> environment,
            List<PolicyStatement> permissions) {
        super(scope, id);
        LogGroup log = LogGroups.create(
                this,
                "Log",
                location,
                "/stage5/%s/%s".formatted(location.environment().name(), id));
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
        role.addToPolicy(PolicyStatement.Builder.create()
                .actions(List.of("ssm:GetParameter", "ssm:PutParameter"))
                .resources(regions.stream()
                        .map(region -> version(new StackLocation(location.environment(), region), name)
                                .arn())
                        .toList())
                .build());
        permissions.forEach(role::addToPolicy);
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("VERSION_PARAMETER", version(location, name).path());
        variables.put("REGIONS", String.join(",", regions));
        Function function = Function.Builder.create(this, "Function")
                .description("Creates the next value of " + id)
                .runtime(Runtime.NODEJS_24_X)
                .architecture(Architecture.ARM_64)
                .handler("index.handler")
                .code(Code.fromInline(RotationScript.of(script)))
                .timeout(Duration.seconds(30))
                .environment(variables)
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

    private static SharedParameter version(StackLocation location, String secret) {
        return new ServiceSecrets(location).versionOf(secret);
    }
}
