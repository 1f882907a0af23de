package stage5.cdk.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.TemplateResource;

/** A stack that exists. */
final class DeployedStack {

    private final Map<String, Deployed> resources = new LinkedHashMap<>();
    private AssembledStack template;

    /**
     * A resource that exists.
     *
     * @param properties with evaluated functions and unresolved dynamic references, which CloudFormation compares to find changes
     * @param resolved the properties with the values that the service has received
     * @param since when it was created or last changed
     */
    record Deployed(
            AssembledStack stack,
            TemplateResource resource,
            String physicalId,
            JsonNode properties,
            JsonNode resolved,
            int since) {}

    DeployedStack(AssembledStack template) {
        this.template = template;
    }

    DeployedStack(DeployedStack other) {
        this.template = other.template;
        resources.putAll(other.resources);
    }

    Map<String, Deployed> resources() {
        return resources;
    }

    Stream<Deployed> resources(String type) {
        return resources.values().stream().filter(each -> each.resource().type().equals(type));
    }

    AssembledStack template() {
        return template;
    }

    void use(AssembledStack newer) {
        template = newer;
    }
}
