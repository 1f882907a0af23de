package stage5.kit.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node of a contract's document with its position, and a missing node where the document has none. */
record DocumentNode(Contract contract, String file, JsonPointer pointer, JsonNode node) {

    private static final String REF = "$ref";

    boolean exists() {
        return !node.isMissingNode();
    }

    String text() {
        return node.asText();
    }

    DocumentNode at(String name) {
        return new DocumentNode(contract, file, pointer.appendProperty(name), node.path(name));
    }

    DocumentNode at(int index) {
        return new DocumentNode(contract, file, pointer.appendIndex(index), node.path(index));
    }

    /** Returns the members of an object by name; empty if the node is not an object. */
    Map<String, DocumentNode> members() {
        Map<String, DocumentNode> members = new LinkedHashMap<>();
        node.fieldNames().forEachRemaining(name -> members.put(name, at(name)));
        return members;
    }

    /** Returns the elements of an array; empty if the node is not an array. */
    List<DocumentNode> elements() {
        List<DocumentNode> elements = new ArrayList<>();
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                elements.add(at(i));
            }
        }
        return elements;
    }

    /**
     * Resolves a reference. Members next to {@code $ref} override those of its target. Returns the node itself if it is
     * not a reference.
     *
     * @throws IllegalArgumentException if the target does not exist
     */
    DocumentNode target() {
        if (!node.has(REF)) {
            return this;
        }
        DocumentNode found = resolve(node.get(REF).asText()).target();
        if (node.size() == 1 || !found.node.isObject()) {
            return found;
        }
        ObjectNode merged = found.node.deepCopy();
        node.properties().stream()
                .filter(member -> !member.getKey().equals(REF))
                .forEach(member -> merged.set(member.getKey(), member.getValue()));
        return new DocumentNode(contract, found.file, found.pointer, merged);
    }

    /** Returns the node with all references replaced by their targets; recursive references never end. */
    JsonNode inlined() {
        DocumentNode target = target();
        if (target.node.isObject()) {
            ObjectNode inlined = JsonNodeFactory.instance.objectNode();
            target.members().forEach((name, member) -> inlined.set(name, member.inlined()));
            return inlined;
        }
        if (target.node.isArray()) {
            ArrayNode inlined = JsonNodeFactory.instance.arrayNode();
            target.elements().forEach(element -> inlined.add(element.inlined()));
            return inlined;
        }
        return target.node;
    }

    /** Returns a message for each reference in this node whose target does not exist. */
    List<String> deadReferences() {
        List<String> dead = new ArrayList<>();
        if (node.path(REF).isTextual()) {
            try {
                target();
            } catch (IllegalArgumentException e) {
                dead.add(e.getMessage());
            }
        }
        members().values().forEach(member -> dead.addAll(member.deadReferences()));
        elements().forEach(element -> dead.addAll(element.deadReferences()));
        return dead;
    }

    BreakingChange breakingChange(String change) {
        return new BreakingChange(contract.nameOf(file), pointer.toString(), change);
    }

    private DocumentNode resolve(String reference) {
        int hash = reference.indexOf('#');
        String path = hash < 0 ? reference : reference.substring(0, hash);
        String fragment = hash < 0 ? "" : reference.substring(hash + 1);
        DocumentNode root = path.isEmpty() ? contract.document(file) : contract.document(path);
        JsonPointer target = JsonPointer.compile(URLDecoder.decode(fragment, StandardCharsets.UTF_8));
        DocumentNode found = new DocumentNode(contract, root.file, target, root.node.at(target));
        if (!found.exists()) {
            throw new IllegalArgumentException(
                    contract.nameOf(file) + "#" + pointer + " refers to " + reference + ", which does not exist");
        }
        return found;
    }
}
