package stage5.cdk.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import stage5.aws.assembly.TemplateResource;
import stage5.cdk.simulation.DeployedStack.Deployed;

/** What the creation or change of a resource does beside the resource. */
record SideEffects(SimulatedAccounts accounts, Set<Finding> findings) {

    /** @param before null if the resource is new */
    void apply(DeployedStack stack, Deployed before, Deployed now) {
        switch (now.resource().type()) {
            case "AWS::SSM::Parameter" -> publish(now);
            case "AWS::SecretsManager::Secret" -> {
                if (before == null) {
                    Identity.of(now.stack(), now.resource()).forEach(accounts::putSecret);
                }
            }
            case "AWS::SecretsManager::RotationSchedule" -> rotate(stack, now);
            case Tasks.TYPE -> setTasks(before, now);
            default -> {
                // Nothing else changes.
            }
        }
    }

    /** Undoes a change of the resource. */
    void restore(Deployed before) {
        if (before.resource().type().equals("AWS::SSM::Parameter")) {
            publish(before);
        }
    }

    private void publish(Deployed parameter) {
        String value = parameter.properties().path("Value").asText();
        Identity.of(parameter.stack(), parameter.resource())
                .forEach(identity -> accounts.putParameter(identity, value));
    }

    /** A new schedule rotates at once: <a
     * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-rotationschedule.html">
     * RotateImmediatelyOnUpdate</a>. */
    private void rotate(DeployedStack stack, Deployed schedule) {
        String id =
                schedule.resource().properties().path("SecretId").path("Ref").asText();
        Deployed secret = stack.resources().get(id);
        if (secret != null) {
            Identity.of(secret.stack(), secret.resource()).forEach(accounts::rotate);
        }
    }

    /** An update with a desired count sets it; without one it stays: <a
     * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html">
     * DesiredCount</a>. */
    private void setTasks(Deployed before, Deployed now) {
        TemplateResource service = now.resource();
        String key = Tasks.key(now.stack(), service);
        JsonNode desired = now.properties().path("DesiredCount");
        if (before == null) {
            accounts.setTasks(key, desired.asInt(1));
        } else if (!desired.isMissingNode() && desired.asInt() != accounts.tasks(key)) {
            findings.add(new Finding(
                    Fault.TASKS_RESET,
                    now.stack().shortName(),
                    now.properties().path("ServiceName").asText(service.logicalId())));
            accounts.setTasks(key, desired.asInt());
        }
    }
}
