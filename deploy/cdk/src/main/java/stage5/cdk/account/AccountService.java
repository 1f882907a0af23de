package stage5.cdk.account;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CustomResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;
import stage5.cdk.AcceptedFinding;
import stage5.cdk.InlineScript;
import stage5.cdk.LogGroups;
import stage5.cdk.StackLocation;

/**
 * Something that an account has only once, such as GuardDuty's detector. The deployment creates it, or adopts the existing
 * one: CloudFormation's own resource would fail if the account or its organisation has it already. An adopted one is never
 * changed, and stays when the stack is deleted.
 */
public final class AccountService extends Construct {

    private static final String PROTOCOL = "account-service.js";

    private final CustomResource resource;
    private final Role role;

    /**
     * @param script a resource of this package that defines {@code service} with {@code find}, {@code create} and {@code
     *     remove}
     * @param properties passed to {@code find}, {@code create} and {@code remove}
     * @param actions of the script; they apply to the account
     * @param serviceLinkedRoles those that the service creates: service principal and role name, separated by a slash
     */
    public AccountService(
            Construct scope,
            StackLocation location,
            String id,
            String script,
            Map<String, Object> properties,
            List<String> actions,
            List<String> serviceLinkedRoles) {
        super(scope, id);
        LogGroup log = LogGroups.create(
                this,
                "Log",
                location,
                "/stage5/%s/%s".formatted(location.environment().name(), id));
        this.role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        log.grantWrite(role);
        role.addToPolicy(PolicyStatement.Builder.create()
                .actions(actions)
                .resources(List.of("*"))
                .build());
        if (!serviceLinkedRoles.isEmpty()) {
            role.addToPolicy(PolicyStatement.Builder.create()
                    .actions(List.of("iam:CreateServiceLinkedRole"))
                    .resources(serviceLinkedRoles.stream()
                            .map(name -> "arn:aws:iam::%s:role/aws-service-role/%s"
                                    .formatted(location.environment().account().id(), name))
                            .toList())
                    .build());
        }
        AcceptedFinding.ACCOUNT_WIDE_ACTIONS.on(role);
        Function function = Function.Builder.create(this, "Function")
                .description("Creates or adopts " + id)
                .runtime(Runtime.NODEJS_24_X)
                .architecture(Architecture.ARM_64)
                .handler("index.handler")
                .code(Code.fromInline(code(script)))
                .timeout(Duration.minutes(1))
                .role(role)
                .logGroup(log)
                .build();
        this.resource = CustomResource.Builder.create(this, "Resource")
                .resourceType("Custom::AccountService")
                .serviceToken(function.getFunctionArn())
                .serviceTimeout(Duration.minutes(5))
                .properties(properties)
                .build();
        resource.getNode().addDependency(role);
    }

    /** Allows the script further actions, on one resource only. */
    public void allow(List<String> furtherActions, String arn) {
        role.addToPolicy(PolicyStatement.Builder.create()
                .actions(furtherActions)
                .resources(List.of(arn))
                .build());
    }

    /** Returns the service's id, such as the ARN of a monitor, as a token. */
    public String id() {
        return resource.getAttString("Id");
    }

    static String code(String script) {
        return InlineScript.read(AccountService.class, script) + InlineScript.read(AccountService.class, PROTOCOL);
    }
}
