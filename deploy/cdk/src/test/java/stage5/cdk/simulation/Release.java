package stage5.cdk.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.UnaryOperator;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.CloudAssembly;
import stage5.aws.assembly.TemplateResource;

/** Changes assemblies in the way that another synthesis would. */
final class Release {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Release() {}

    /**
     * Returns the assembly of the next version of the artifacts: keys of zips and tags of images change, so every version of a
     * function gets another logical id, which the CDK computes from the properties of the function.
     */
    static CloudAssembly next(CloudAssembly assembly) {
        return map(assembly, Release::next);
    }

    private static AssembledStack next(AssembledStack stack) {
        String text = stack.template()
                .toString()
                .replace("/latest/", "/next/")
                .replaceAll("(/stage5/[a-z-]+):latest", "$1:next");
        if (!text.equals(stack.template().toString())) {
            for (TemplateResource version :
                    stack.resources("AWS::Lambda::Version").toList()) {
                text = text.replace(version.logicalId(), version.logicalId() + "Next");
            }
        }
        return with(stack, text);
    }

    private static CloudAssembly map(CloudAssembly assembly, UnaryOperator<AssembledStack> change) {
        List<AssembledStack> stacks = assembly.stacks().stream().map(change).toList();
        return new CloudAssembly(assembly.folder(), stacks);
    }

    /** Returns the stack with another template, as JSON. */
    private static AssembledStack with(AssembledStack stack, String template) {
        try {
            return new AssembledStack(
                    stack.id(),
                    stack.name(),
                    stack.account(),
                    stack.region(),
                    stack.tags(),
                    stack.terminationProtection(),
                    stack.dependencies(),
                    (ObjectNode) JSON.readTree(template));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(template, e);
        }
    }
}
