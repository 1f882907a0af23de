package stage5.aws.assembly;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One stack of a cloud assembly.
 *
 * @param id in the CDK app, unique in the assembly
 * @param name in CloudFormation, unique in an account and region
 * @param dependencies ids of the artifacts that the CDK app declares as dependencies
 */
public record AssembledStack(
        String id,
        String name,
        String account,
        String region,
        Map<String, String> tags,
        boolean terminationProtection,
        List<String> dependencies,
        ObjectNode template) {

    /** The tag with the stack's name within its environment. */
    private static final String NAME_TAG = "stage5:stack";

    private static final String ENVIRONMENT_TAG = "stage5:environment";

    public AssembledStack {
        tags = Map.copyOf(tags);
        dependencies = List.copyOf(dependencies);
    }

    /** Returns the resources of the template. */
    public List<TemplateResource> resources() {
        return template.path("Resources").properties().stream()
                .map(resource -> new TemplateResource(resource.getKey(), (ObjectNode) resource.getValue()))
                .toList();
    }

    /** Returns the resources of that type. */
    public Stream<TemplateResource> resources(String type) {
        return resources().stream().filter(resource -> resource.type().equals(type));
    }

    /** Returns the stack's name within its environment, such as {@code order-service}. */
    public String shortName() {
        return tags.getOrDefault(NAME_TAG, name);
    }

    /** Returns the name of the environment, such as {@code dev} or {@code bench-lambda}; empty for a stack without the tag. */
    public String environment() {
        return tags.getOrDefault(ENVIRONMENT_TAG, "");
    }

    /** Returns the default of a template parameter that CloudFormation reads from SSM; empty for other parameters. */
    public Optional<String> ssmParameter(String parameter) {
        var declared = template.path("Parameters").path(parameter);
        return declared.path("Type").asText().startsWith("AWS::SSM::Parameter::Value<")
                ? Optional.of(declared.path("Default").asText())
                : Optional.empty();
    }

    /** The id is enough; the hash of a template is expensive. */
    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id;
    }
}
