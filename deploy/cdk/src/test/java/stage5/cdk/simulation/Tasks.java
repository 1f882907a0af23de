package stage5.cdk.simulation;

import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.TemplateResource;

/** The key of an ECS service in {@link SimulatedAccounts}. */
final class Tasks {

    static final String TYPE = "AWS::ECS::Service";

    private Tasks() {}

    static String key(AssembledStack stack, TemplateResource service) {
        return stack.id() + "/" + service.logicalId();
    }
}
