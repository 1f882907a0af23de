package stage5.aws.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** A resource of a template. */
public record TemplateResource(String logicalId, ObjectNode body) {

    public String type() {
        return body.path("Type").asText();
    }

    public JsonNode properties() {
        return body.path("Properties");
    }

    /**
     * Returns what CloudFormation does with the resource when its stack is deleted or the template no longer contains it:
     * {@code Delete}, {@code Retain}, {@code RetainExceptOnCreate} or {@code Snapshot} (<a
     * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html">
     * DeletionPolicy</a>).
     */
    public String deletionPolicy() {
        return body.path("DeletionPolicy").asText("Delete");
    }

    /** Returns what CloudFormation does with the old resource after a replacement (<a
     * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html">
     * UpdateReplacePolicy</a>). */
    public String updateReplacePolicy() {
        return body.path("UpdateReplacePolicy").asText("Delete");
    }

    /** Returns the logical ids in its {@code DependsOn} attribute. */
    public Set<String> dependsOn() {
        JsonNode ids = body.path("DependsOn");
        Set<String> all = new LinkedHashSet<>();
        (ids.isArray() ? ids.valueStream() : Stream.of(ids))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .forEach(all::add);
        return all;
    }
}
