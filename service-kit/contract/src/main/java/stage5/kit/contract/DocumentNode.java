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

/** A place in one of a contract's documents, which knows its name. */
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

    /** Returns the members of an object by their names; none where there is no object. */
    Map<String, DocumentNode> members() {
        Map<String, DocumentNode> members = new LinkedHashMap<>();
        node.fieldNames().forEachRemaining(name -> members.put(name, at(name)));
        return members;
    }

    /** Returns the elements of an array; none where there is no array. */
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
     * Returns what a reference leads to, with what stands beside the reference laid over it; the spot itself where it
     * is no reference.
     *
     * @throws IllegalArgumentException where it leads nowhere
     */
    DocumentNode target() {
        if (!node.has(REF)) {
            return this;
        }
        DocumentNode found = referred(node.get(REF).asText()).target();
        if (node.size() == 1 || !found.node.isObject()) {
            return found;
        }
        ObjectNode merged = found.node.deepCopy();
        node.properties().stream()
                .filter(member -> !member.getKey().equals(REF))
                .forEach(member -> merged.set(member.getKey(), member.getValue()));
        return new DocumentNode(contract, found.file, found.pointer, merged);
    }

    /** Returns the spot with every reference replaced by what it leads to; only for what doesn't refer to itself. */
    JsonNode inlined() {
        DocumentNode target = target();
        if (target.node.isObject()) {
            ObjectNode whole = JsonNodeFactory.instance.objectNode();
            target.members().forEach((name, member) -> whole.set(name, member.inlined()));
            return whole;
        }
        if (target.node.isArray()) {
            ArrayNode whole = JsonNodeFactory.instance.arrayNode();
            target.elements().forEach(element -> whole.add(element.inlined()));
            return whole;
        }
        return target.node;
    }

    /** Returns the references below this spot that lead nowhere. */
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

    BreakingChange broken(String change) {
        return new BreakingChange(contract.nameOf(file), pointer.toString(), change);
    }

    private DocumentNode referred(String reference) {
        int hash = reference.indexOf('#');
        String path = hash < 0 ? reference : reference.substring(0, hash);
        String fragment = hash < 0 ? "" : reference.substring(hash + 1);
        DocumentNode root = path.isEmpty() ? contract.document(file) : contract.document(path);
        JsonPointer target = JsonPointer.compile(URLDecoder.decode(fragment, StandardCharsets.UTF_8));
        DocumentNode found = new DocumentNode(contract, root.file, target, root.node.at(target));
        if (!found.exists()) {
            throw new IllegalArgumentException(
                    contract.nameOf(file) + "#" + pointer + " refers to " + reference + ", which is not there");
        }
        return found;
    }
}
