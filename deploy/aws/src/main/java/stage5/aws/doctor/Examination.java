package stage5.aws.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import stage5.aws.account.AwsAccess;
import stage5.aws.account.StackStates;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.CloudAssembly;
import stage5.aws.assembly.TemplateResource;

/** The account that is examined, and the templates that are to be deployed into it. */
record Examination(CloudAssembly assembly, AwsAccess access) {

    private static final ObjectMapper JSON = new ObjectMapper();

    List<String> regions() {
        return assembly.stacks().stream().map(AssembledStack::region).distinct().toList();
    }

    List<String> accounts() {
        return assembly.stacks().stream()
                .map(AssembledStack::account)
                .distinct()
                .toList();
    }

    Stream<AssembledStack> stacks(String region) {
        return assembly.stacks().stream().filter(stack -> stack.region().equals(region));
    }

    Stream<TemplateResource> resources(String region, String type) {
        return stacks(region).flatMap(stack -> stack.resources(type));
    }

    /** Returns the stacks that CloudFormation doesn't have yet. */
    List<AssembledStack> newStacks() {
        StackStates states = new StackStates(access);
        return assembly.stacks().stream()
                .filter(stack -> states.of(stack).isEmpty())
                .toList();
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
