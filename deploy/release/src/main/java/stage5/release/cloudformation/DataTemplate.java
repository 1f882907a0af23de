package stage5.release.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import stage5.stack.StackException;

/**
 * The data and messaging part of a stack's template: tables, topics, queues, subscriptions and their policies, the SSM
 * parameters that publish them, and everything that these refer to.
 *
 * @param body a complete template
 */
public record DataTemplate(String stackName, ObjectNode body) {

    private static final String RESOURCES = "Resources";
    private static final String PARAMETERS = "Parameters";
    private static final String SUBSCRIPTION = "AWS::SNS::Subscription";
    private static final String SSM_PARAMETER = "AWS::SSM::Parameter";

    private static final Set<String> KEPT = Set.of(
            "AWS::DynamoDB::Table",
            "AWS::DynamoDB::GlobalTable",
            "AWS::SNS::Topic",
            "AWS::SNS::TopicPolicy",
            SUBSCRIPTION,
            "AWS::SQS::Queue",
            "AWS::SQS::QueuePolicy");

    /** Encryption keys of tables, topics and queues. */
    private static final Set<String> KEYS = Set.of("AWS::KMS::Key", "AWS::KMS::Alias");

    private static final Pattern SUBSTITUTED = Pattern.compile("\\$\\{([A-Za-z0-9]+)(\\.[^}]*)?}");

    /**
     * Returns the data and messaging part of the template; throws {@link StackException} if it refers to a resource of
     * another type.
     */
    static DataTemplate of(String stackName, ObjectNode template) {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        template.path(RESOURCES).properties().forEach(resource -> all.put(resource.getKey(), resource.getValue()));
        Set<String> kept = new TreeSet<>();
        all.forEach((id, resource) -> {
            if (KEPT.contains(type(resource))) {
                keep(stackName, id, all, kept);
            }
        });
        all.forEach((id, resource) -> {
            if (type(resource).equals(SSM_PARAMETER) && isAbout(resource, all.keySet(), kept)) {
                kept.add(id);
            }
        });
        return new DataTemplate(stackName, filtered(template, kept));
    }

    private static void keep(String stack, String id, Map<String, JsonNode> all, Set<String> kept) {
        String type = type(all.get(id));
        if (!KEPT.contains(type) && !KEYS.contains(type)) {
            throw new StackException("The data of %s needs %s, a %s".formatted(stack, id, type));
        }
        if (kept.add(id)) {
            references(all.get(id).path("Properties")).stream()
                    .filter(all::containsKey)
                    .forEach(needed -> keep(stack, needed, all, kept));
        }
    }

    private static boolean isAbout(JsonNode parameter, Set<String> all, Set<String> kept) {
        Set<String> references = references(parameter.path("Properties"));
        references.retainAll(all);
        return !references.isEmpty() && kept.containsAll(references);
    }

    private static ObjectNode filtered(ObjectNode template, Set<String> kept) {
        ObjectNode body = template.deepCopy();
        Stream.of("Rules", "Outputs").forEach(body::remove);
        ObjectNode resources = (ObjectNode) body.path(RESOURCES);
        resources.retain(kept);
        resources.forEach(resource -> dependOnlyOn((ObjectNode) resource, kept));
        if (body.path(PARAMETERS) instanceof ObjectNode parameters) {
            parameters.retain(references(resources));
            if (parameters.isEmpty()) {
                body.remove(PARAMETERS);
            }
        }
        return body;
    }

    private static void dependOnlyOn(ObjectNode resource, Set<String> kept) {
        JsonNode before = resource.remove("DependsOn");
        if (before == null) {
            return;
        }
        List<JsonNode> named = before.isArray()
                ? List.copyOf(((ArrayNode) before).valueStream().toList())
                : List.of(before);
        ArrayNode after = resource.arrayNode();
        named.stream().filter(name -> kept.contains(name.asText())).forEach(after::add);
        if (!after.isEmpty()) {
            resource.set("DependsOn", after);
        }
    }

    /** Returns the logical ids in Ref, Fn::GetAtt and Fn::Sub below a node. */
    private static Set<String> references(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.findValues("Ref").forEach(ref -> names.add(ref.asText()));
        node.findValues("Fn::GetAtt")
                .forEach(attribute -> names.add(
                        attribute.isArray()
                                ? attribute.path(0).asText()
                                : attribute.asText().split("\\.")[0]));
        for (JsonNode substitution : node.findValues("Fn::Sub")) {
            Matcher named = SUBSTITUTED.matcher(
                    substitution.isArray() ? substitution.path(0).asText() : substitution.asText());
            while (named.find()) {
                names.add(named.group(1));
            }
        }
        return names;
    }

    private static String type(JsonNode resource) {
        return resource.path("Type").asText();
    }

    /** Returns whether the stack has no data and messaging part. */
    boolean isEmpty() {
        return body.path(RESOURCES).isEmpty();
    }

    /** Returns whether it consists of subscriptions only, which need topics and queues of other stacks. */
    boolean onlySubscribes() {
        return body.path(RESOURCES).valueStream().allMatch(resource -> type(resource)
                .equals(SUBSCRIPTION));
    }
}
