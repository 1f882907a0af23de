package stage5.aws.account;

import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import stage5.aws.assembly.AssembledStack;

/** Reads the states of stacks from CloudFormation. */
public record StackStates(AwsAccess access) {

    /** The message for a stack that doesn't exist. Its error code, ValidationError, has other causes too. */
    private static final String NO_STACK = "does not exist";

    /** Returns the stack as CloudFormation describes it; empty if it doesn't exist. */
    public Optional<Stack> of(AssembledStack stack) {
        try (CloudFormationClient client = access.cloudFormation(stack.region())) {
            return client.describeStacks(describe -> describe.stackName(stack.name())).stacks().stream()
                    .filter(found -> !found.stackStatusAsString().equals("DELETE_COMPLETE"))
                    .findFirst();
        } catch (CloudFormationException e) {
            if (e.getMessage().contains(NO_STACK)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Returns whether the stack exists and its last change succeeded or was rolled back to the one before. */
    public boolean isDeployed(AssembledStack stack) {
        return of(stack)
                .map(Stack::stackStatusAsString)
                .filter(status -> status.equals("CREATE_COMPLETE") || status.startsWith("UPDATE_"))
                .isPresent();
    }
}
