package stage5.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Merges the OpenAPI documents of several services into one. Services may use one name for different components: a
 * component that differs from an earlier one with its name gets its service's name as a prefix, such as {@code
 * order-service.Line}. For schemas, differences in documentation are ignored. Two operations with one id, or two
 * services with one path, are errors.
 */
final class ContractMerge {

    private static final String REFERENCE = "$ref";
    private static final String SCHEMAS = "schemas";
    private static final List<String> DOCUMENTATION = List.of("title", "description", "example", "examples");
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private final ObjectNode merged;
    private final Predicate<String> isForwarded;
    private final Set<String> operationIds = new HashSet<>();

    /**
     * Starts a merge.
     *
     * @param own the gateway's own document. A response in {@code components.responses} whose name is a status code,
     *     such as {@code "429"}, is added to every operation
     * @param isForwarded whether the gateway forwards a path; other paths are left out
     */
    ContractMerge(ObjectNode own, Predicate<String> isForwarded) {
        this.merged = own.deepCopy();
        this.isForwarded = isForwarded;
        operations(own)
                .forEach(operation ->
                        operationIds.add(operation.path("operationId").asText()));
    }

    /** Adds the operations of a service; throws {@link IllegalStateException} if a path or operation id is taken. */
    ContractMerge add(String service, JsonNode contract) {
        ObjectNode added = contract.deepCopy();
        qualifyComponents(service, added);
        addComponents(added.path("components"));
        addPaths(service, added.path("paths"));
        addTags(added.path("tags"));
        return this;
    }

    /** Returns the merged document. */
    ObjectNode result() {
        ObjectNode result = merged.deepCopy();
        JsonNode common = result.path("components").path("responses");
        common.fieldNames().forEachRemaining(name -> {
            if (name.matches("\\d{3}")) {
                operations(result).forEach(operation -> addResponse(operation, name));
            }
        });
        return result;
    }

    private static void addResponse(ObjectNode operation, String status) {
        ObjectNode responses = operation.withObjectProperty("responses");
        if (!responses.has(status)) {
            responses.putObject(status).put(REFERENCE, "#/components/responses/" + status);
        }
    }

    private void qualifyComponents(String service, ObjectNode contract) {
        boolean renamed = true;
        while (renamed) {
            // Renaming a component changes the components that refer to it, which may then differ too.
            renamed = false;
            for (Map.Entry<String, JsonNode> kind : contract.path("components").properties()) {
                for (String name : names(kind.getValue())) {
                    if (differs(kind.getKey(), name, kind.getValue().path(name))) {
                        rename(contract, kind, name, service + "." + name);
                        renamed = true;
                    }
                }
            }
        }
    }

    private boolean differs(String kind, String name, JsonNode component) {
        JsonNode known = merged.path("components").path(kind).path(name);
        return !known.isMissingNode()
                && !(kind.equals(SCHEMAS)
                        ? undocumented(known).equals(undocumented(component))
                        : known.equals(component));
    }

    /** Returns a schema without its documentation. */
    private static JsonNode undocumented(JsonNode schema) {
        JsonNode bare = schema.deepCopy();
        strip(bare);
        return bare;
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode schema) {
            schema.remove(DOCUMENTATION);
            schema.properties().forEach(keyword -> {
                if (keyword.getKey().equals("properties")) {
                    // The keys are field names here, not keywords.
                    keyword.getValue().forEach(ContractMerge::strip);
                } else {
                    strip(keyword.getValue());
                }
            });
        } else {
            node.forEach(ContractMerge::strip);
        }
    }

    private static void rename(ObjectNode contract, Map.Entry<String, JsonNode> kind, String from, String to) {
        ObjectNode components = (ObjectNode) kind.getValue();
        components.set(to, components.remove(from));
        redirect(contract, reference(kind.getKey(), from), reference(kind.getKey(), to));
    }

    private void addComponents(JsonNode components) {
        components.properties().forEach(kind -> {
            ObjectNode target = merged.withObjectProperty("components").withObjectProperty(kind.getKey());
            target.setAll((ObjectNode) kind.getValue());
        });
    }

    private void addPaths(String service, JsonNode paths) {
        ObjectNode target = merged.withObjectProperty("paths");
        paths.properties().forEach(path -> {
            if (!isForwarded.test(path.getKey())) {
                return;
            }
            if (target.has(path.getKey())) {
                throw new IllegalStateException(
                        "%s is not the only service with the path %s".formatted(service, path.getKey()));
            }
            target.set(path.getKey(), path.getValue());
            operations(path.getValue()).forEach(operation -> claim(service, operation));
        });
    }

    private void claim(String service, ObjectNode operation) {
        String id = operation.path("operationId").asText();
        if (!operationIds.add(id)) {
            throw new IllegalStateException("%s is not the only service with the operation %s".formatted(service, id));
        }
    }

    private void addTags(JsonNode tags) {
        ArrayNode target = merged.withArrayProperty("tags");
        Set<String> known = new HashSet<>();
        target.forEach(tag -> known.add(tag.path("name").asText()));
        tags.forEach(tag -> {
            if (known.add(tag.path("name").asText())) {
                target.add(tag);
            }
        });
    }

    private static void redirect(JsonNode node, String from, String to) {
        if (node instanceof ObjectNode object) {
            if (object.path(REFERENCE).equals(TextNode.valueOf(from))) {
                object.put(REFERENCE, to);
            }
            object.forEach(each -> redirect(each, from, to));
        } else if (node instanceof ArrayNode array) {
            array.forEach(each -> redirect(each, from, to));
        }
    }

    private static List<ObjectNode> operations(JsonNode documentOrPath) {
        JsonNode paths = documentOrPath.path("paths");
        if (paths.isMissingNode()) {
            return documentOrPath.properties().stream()
                    .filter(field -> METHODS.contains(field.getKey()))
                    .map(field -> (ObjectNode) field.getValue())
                    .toList();
        }
        return paths.valueStream().flatMap(path -> operations(path).stream()).toList();
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String reference(String kind, String name) {
        return "#/components/" + kind + "/" + name;
    }
}
