package stage5.kit.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A service's contract: the files of its {@code contract} folder. {@code openapi.yaml} describes the HTTP API. A
 * service that publishes events has {@code asyncapi.yaml}, a JSON Schema of the data per event type in {@code
 * schemas/<type>.json}, and a complete example event in {@code examples/<type>.json}. {@code neighbours.yaml} states
 * its dependencies on other services. Each release is a copy of these files in {@code released/<version>/}.
 */
public final class Contract {

    static final String OPENAPI = "openapi.yaml";
    static final String ASYNCAPI = "asyncapi.yaml";

    private static final String NEIGHBOURS = "neighbours.yaml";
    private static final String SUFFIX = ".json";
    private static final YAMLMapper YAML = new YAMLMapper(); // reads JSON, too: YAML is a superset

    private final Path folder;
    private final Path currentFolder;
    private final Map<String, JsonNode> documents = new ConcurrentHashMap<>();
    private final Map<String, JsonSchema> messages = new ConcurrentHashMap<>();

    private Contract(Path folder, Path currentFolder) {
        this.folder = folder;
        this.currentFolder = currentFolder;
    }

    /** Returns the contract in a folder {@code <service>/contract}; documents are read on first use. */
    public static Contract in(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        return new Contract(absolute, absolute);
    }

    /** Returns whether the service publishes events. */
    public boolean publishes() {
        return Files.exists(folder.resolve(ASYNCAPI));
    }

    /** Returns the event types that have a schema; empty if the service publishes no events. */
    public SortedSet<String> types() {
        return names("schemas");
    }

    /** Returns the event types that have an example. */
    public SortedSet<String> exampleTypes() {
        return names("examples");
    }

    /** Returns the example of an event type. */
    public JsonNode example(String type) {
        return document(exampleFile(type)).node();
    }

    /** Returns the versions stated in the documents; more than one is an error. */
    public Set<String> versions() {
        return Stream.of(OPENAPI, ASYNCAPI)
                .filter(file -> Files.exists(folder.resolve(file)))
                .map(file -> document(file).at("info").at("version").text())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the event types that the service consumes, its own and those of other services. */
    public SortedSet<String> consumedTypes() {
        return publishes()
                ? AsyncApiRules.receiving(this).values().stream()
                        .flatMap(Set::stream)
                        .collect(Collectors.toCollection(TreeSet::new))
                : new TreeSet<>();
    }

    /** Returns the operations of the HTTP API. */
    public Set<HttpOperation> operations() {
        return OpenApiComparison.operations(document(OPENAPI));
    }

    /** Returns the service's dependencies on other services, by service name. */
    public SortedMap<String, NeighbourDependency> neighbours() {
        SortedMap<String, NeighbourDependency> neighbours = new TreeMap<>();
        document(NEIGHBOURS).members().forEach((name, node) -> neighbours.put(name, NeighbourDependency.of(node)));
        return neighbours;
    }

    /** Returns the releases, oldest first. */
    public SortedMap<Version, Contract> releases() {
        SortedMap<Version, Contract> releases = new TreeMap<>();
        Path released = folder.resolve("released");
        if (Files.isDirectory(released)) {
            list(released)
                    .forEach(version ->
                            releases.put(Version.parse(version), new Contract(released.resolve(version), folder)));
        }
        return releases;
    }

    /** Returns the latest release; empty before the first. */
    public Optional<Contract> lastRelease() {
        SortedMap<Version, Contract> releases = releases();
        return releases.isEmpty()
                ? Optional.empty()
                : Optional.of(releases.lastEntry().getValue());
    }

    /**
     * Returns how an event of this service violates its message in the AsyncAPI document, envelope and data; empty if
     * it complies. Stricter than consumers are: a field that is not in the document is a violation, too.
     */
    public Set<String> violations(JsonNode event) {
        String type = event.path("type").asText();
        JsonSchema schema = messages.computeIfAbsent(type, missing -> message(missing)
                .map(message -> schema(closed(message.at("payload").inlined())))
                .orElse(null));
        return schema == null
                ? Set.of("$.type: " + nameOf(ASYNCAPI) + " has no message " + type)
                : messages(schema, event);
    }

    /** Returns the root of a document; a missing node if the file does not exist. */
    DocumentNode document(String file) {
        JsonNode root = documents.computeIfAbsent(file, this::read);
        return new DocumentNode(this, file, JsonPointer.empty(), root);
    }

    /** Returns the path of a file in the project; for a release, that of the current contract. */
    String nameOf(String file) {
        Path service = currentFolder.getParent();
        return service.getFileName() + "/" + currentFolder.getFileName() + "/" + file;
    }

    /** Returns the message of an event type; empty if there is none. */
    Optional<DocumentNode> message(String type) {
        return document(ASYNCAPI).at("components").at("messages").members().values().stream()
                .filter(message -> message.at("name").text().equals(type))
                .findFirst();
    }

    static String schemaFile(String type) {
        return "schemas/" + type + SUFFIX;
    }

    static String exampleFile(String type) {
        return "examples/" + type + SUFFIX;
    }

    static Set<String> messages(JsonSchema schema, JsonNode value) {
        return schema.validate(value, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true)).stream()
                .map(ValidationMessage::getMessage)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonSchema schema(JsonNode schema) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    }

    /** Returns the payload's schema, which allows additional fields, as a schema that forbids them. */
    private static JsonNode closed(JsonNode payload) {
        ((ObjectNode) payload).put("unevaluatedProperties", false);
        payload.path("allOf").forEach(part -> close(part.path("properties").path("data")));
        return payload;
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("unevaluatedProperties", false);
        }
        schema.forEach(Contract::close);
    }

    private SortedSet<String> names(String kind) {
        return Files.isDirectory(folder.resolve(kind))
                ? list(folder.resolve(kind)).stream()
                        .filter(name -> name.endsWith(SUFFIX))
                        .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                        .collect(Collectors.toCollection(TreeSet::new))
                : new TreeSet<>();
    }

    private JsonNode read(String file) {
        Path path = folder.resolve(file);
        if (!Files.exists(path)) {
            return MissingNode.getInstance();
        }
        try {
            return YAML.readTree(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(path + " can't be read", e);
        }
    }

    private static Collection<String> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " can't be listed", e);
        }
    }
}
