package stage5.kit.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The contracts of all services that publish events in a project, by event type. */
public final class PublisherContracts {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Contract> byType;

    private PublisherContracts(Map<String, Contract> byType) {
        this.byType = Map.copyOf(byType);
    }

    /**
     * Returns the contracts in the folders {@code <service>/contract} of a project.
     *
     * @throws IllegalArgumentException if none of them publishes events
     */
    public static PublisherContracts in(Path project) {
        Map<String, Contract> byType = new HashMap<>();
        for (Path service : list(project)) {
            Contract contract = Contract.in(service.resolve("contract"));
            if (contract.publishes()) {
                contract.types().forEach(type -> byType.put(type, contract));
            }
        }
        if (byType.isEmpty()) {
            throw new IllegalArgumentException("No <service>/contract in " + project + " publishes events");
        }
        return new PublisherContracts(byType);
    }

    /**
     * Returns how a published event violates its publisher's contract; empty if it complies (see {@link
     * Contract#violations}).
     *
     * @param body the message body, an event in structured JSON
     */
    public Set<String> violations(String body) {
        JsonNode event;
        try {
            event = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return Set.of("not JSON: " + e.getOriginalMessage());
        }
        Contract contract = byType.get(event.path("type").asText());
        return contract == null
                ? Set.of("$.type: no contract has a message " + event.path("type"))
                : contract.violations(event);
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " can't be listed", e);
        }
    }
}
