package stage5.kit.testing;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;

/**
 * The events that a service publishes, as its {@code contract} folder has them: {@code schemas/<type>.json} for the data
 * and {@code examples/<type>.json} for a whole event.
 */
public final class EventContract {

    private static final String SUFFIX = ".json";

    private final Path folder;

    private EventContract(Path folder) {
        this.folder = folder;
    }

    /** Returns the contract of the service whose core module's tests run. */
    public static EventContract ofThisService() {
        return new EventContract(Path.of("..", "contract"));
    }

    /** Returns the contract of another service of the same repository. */
    public static EventContract of(String service) {
        return new EventContract(Path.of("..", "..", service, "contract"));
    }

    /** Returns the types that have a schema. */
    public SortedSet<String> types() {
        return names("schemas");
    }

    /** Returns the example events; fails where an event type has none, or an example no type. */
    public List<Event> examples() {
        SortedSet<String> names = names("examples");
        if (!names.equals(types())) {
            throw new AssertionError("Examples " + names + " don't match schemas " + types());
        }
        return names.stream().map(this::example).toList();
    }

    /** Returns the example of one event type. */
    public Event example(String type) {
        return EventCodec.read(read(folder.resolve("examples").resolve(type + SUFFIX)));
    }

    /** Returns where an event's data departs from the schema of its type; empty where it does not. */
    public Set<String> violations(Event event) {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(read(folder.resolve("schemas").resolve(event.type() + SUFFIX)));
        return schema
                .validate(event.data(), context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
                .stream()
                .map(ValidationMessage::getMessage)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private SortedSet<String> names(String kind) {
        try (Stream<Path> files = Files.list(folder.resolve(kind))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
