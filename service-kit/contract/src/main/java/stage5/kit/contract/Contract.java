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
 * What a service promises, as its {@code contract} folder has it: {@code openapi.yaml} for its HTTP side; where it
 * publishes events, {@code asyncapi.yaml}, a JSON Schema of the data per event version in {@code schemas/<type>.json}
 * and a whole event in {@code examples/<type>.json}; {@code neighbours.yaml} for what it relies on of others; and each
 * release as a copy of all that in {@code released/<version>/}.
 */
public final class Contract {

    static final String OPENAPI = "openapi.yaml";
    static final String ASYNCAPI = "asyncapi.yaml";

    private static final String NEIGHBOURS = "neighbours.yaml";
    private static final String SUFFIX = ".json";
    private static final YAMLMapper YAML = new YAMLMapper(); // JSON is YAML, too

    private final Path folder;
    private final Path home;
    private final Map<String, JsonNode> documents = new ConcurrentHashMap<>();
    private final Map<String, JsonSchema> messages = new ConcurrentHashMap<>();

    private Contract(Path folder, Path home) {
        this.folder = folder;
        this.home = home;
    }

    /** Returns the contract in that folder, {@code <service>/contract}; its documents are read when they are needed. */
    public static Contract in(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        return new Contract(absolute, absolute);
    }

    /** Returns whether the service publishes events. */
    public boolean publishes() {
        return Files.exists(folder.resolve(ASYNCAPI));
    }

    /** Returns the event types that have a schema; none for a service that publishes nothing. */
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

    /** Returns the versions that its documents state; more than one is a mistake. */
    public Set<String> versions() {
        return Stream.of(OPENAPI, ASYNCAPI)
                .filter(file -> Files.exists(folder.resolve(file)))
                .map(file -> document(file).at("info").at("version").text())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the event types that the service reads, its own and others'. */
    public SortedSet<String> reads() {
        return publishes()
                ? AsyncApiRules.receiving(this).values().stream()
                        .flatMap(Set::stream)
                        .collect(Collectors.toCollection(TreeSet::new))
                : new TreeSet<>();
    }

    /** Returns the operations of its HTTP API. */
    public Set<HttpOperation> operations() {
        return OpenApiComparison.operations(document(OPENAPI));
    }

    /** Returns what the service relies on of others, by their names. */
    public SortedMap<String, NeighbourDependency> neighbours() {
        SortedMap<String, NeighbourDependency> neighbours = new TreeMap<>();
        document(NEIGHBOURS).members().forEach((name, stated) -> neighbours.put(name, NeighbourDependency.of(stated)));
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

    /** Returns the last release; empty before the first. */
    public Optional<Contract> lastRelease() {
        SortedMap<Version, Contract> releases = releases();
        return releases.isEmpty()
                ? Optional.empty()
                : Optional.of(releases.lastEntry().getValue());
    }

    /**
     * Returns where an event of this service departs from its message in the AsyncAPI document, envelope and data; empty
     * where it does not. Stricter than a reader may be: a field that the document doesn't know is a departure, too.
     */
    public Set<String> violations(JsonNode event) {
        String type = event.path("type").asText();
        JsonSchema schema = messages.computeIfAbsent(type, unseen -> message(unseen)
                .map(message -> schema(closed(message.at("payload").inlined())))
                .orElse(null));
        return schema == null
                ? Set.of("$.type: " + nameOf(ASYNCAPI) + " has no message " + type)
                : messages(schema, event);
    }

    /** Returns a document's root. */
    DocumentNode document(String file) {
        JsonNode root = documents.computeIfAbsent(file, this::read);
        return new DocumentNode(this, file, JsonPointer.empty(), root);
    }

    /** Returns the name of a file as the whole project knows it, in the current contract even for a released one. */
    String nameOf(String file) {
        Path service = home.getParent();
        return service.getFileName() + "/" + home.getFileName() + "/" + file;
    }

    /** Returns the message that tells of that event type. */
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

    /** Returns the payload's schema, which lets readers tolerate more fields, as one that knows no more. */
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
