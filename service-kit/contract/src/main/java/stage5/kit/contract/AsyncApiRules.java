package stage5.kit.contract;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Validates an AsyncAPI document against AsyncAPI's own schema, <a
 * href="https://github.com/asyncapi/spec-json-schemas/blob/master/schemas/3.0.0-without-%24id.json">3.0.0</a>, and
 * checks that it is consistent with the schema and example files.
 */
public final class AsyncApiRules {

    private static final JsonSchema ASYNCAPI_3 = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(AsyncApiRules.class.getResourceAsStream("asyncapi-3.0.0.json"));

    private AsyncApiRules() {}

    /** Returns the problems of the document; empty if it is valid. */
    public static List<String> problems(Contract contract) {
        DocumentNode document = contract.document(Contract.ASYNCAPI);
        List<String> problems = new ArrayList<>(Contract.messages(ASYNCAPI_3, document.node()));
        problems.addAll(document.deadReferences());
        if (!problems.isEmpty()) {
            return problems;
        }
        SortedSet<String> sent = new TreeSet<>();
        sending(contract).values().forEach(sent::addAll);
        differs(problems, "messages sent", sent, "schemas", contract.types());
        differs(problems, "schemas", contract.types(), "examples", contract.exampleTypes());
        sent.forEach(type -> contract.message(type)
                .ifPresentOrElse(
                        message -> message(problems, contract, type, message),
                        () -> problems.add(type + " is not in #/components/messages")));
        return problems;
    }

    /** Returns the names of the messages that the service sends, by the address of their channel. */
    public static SortedMap<String, SortedSet<String>> sending(Contract contract) {
        return byAddress(AsyncApiComparison.sending(contract.document(Contract.ASYNCAPI)));
    }

    /** Returns the names of the messages that the service receives, by the address of their channel. */
    public static SortedMap<String, SortedSet<String>> receiving(Contract contract) {
        return byAddress(AsyncApiComparison.receiving(contract.document(Contract.ASYNCAPI)));
    }

    private static void message(List<String> problems, Contract contract, String type, DocumentNode message) {
        Set<String> references =
                message.node().findValuesAsText("$ref").stream().collect(Collectors.toSet());
        for (String file : List.of(Contract.schemaFile(type), Contract.exampleFile(type))) {
            if (!references.contains(file)) {
                problems.add(message.pointer() + " doesn't refer to " + file);
            }
        }
        String id = contract.document(Contract.schemaFile(type)).at("$id").text();
        if (!id.equals(contract.example(type).path("dataschema").asText())) {
            problems.add("dataschema of " + Contract.exampleFile(type) + " is not the schema's $id, " + id);
        }
        contract.violations(contract.example(type))
                .forEach(violation -> problems.add(Contract.exampleFile(type) + ": " + violation));
    }

    private static void differs(
            List<String> problems, String what, Set<String> one, String other, Set<String> another) {
        if (!one.equals(another)) {
            problems.add(what + " are " + one + ", " + other + " are " + another);
        }
    }

    private static SortedMap<String, SortedSet<String>> byAddress(Map<String, DocumentNode> channels) {
        SortedMap<String, SortedSet<String>> names = new TreeMap<>();
        channels.values()
                .forEach(channel -> names.put(
                        channel.at("address").text(),
                        channel.at("messages").members().values().stream()
                                .map(message -> message.target().at("name").text())
                                .collect(Collectors.toCollection(TreeSet::new))));
        return names;
    }
}
