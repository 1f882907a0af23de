package stage5.topology;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The cloud resources of all services except compute. Each service declares them in its own file in this package. The
 * local cloud and the CDK app both read these files, so that the two can't differ.
 */
public record Topology(List<ServiceTopology> services) {

    /** The CloudWatch namespace of the services' metrics. */
    public static final String METRICS_NAMESPACE = "StageFive";

    private static final List<String> SERVICES =
            List.of("catalog-service", "order-service", "user-service", "notification-worker", "gateway");

    private static final ObjectReader YAML = YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .readerFor(ServiceTopology.class);

    public Topology {
        services = List.copyOf(services);
    }

    /** Loads the topology of all services; throws {@link UncheckedIOException} if a file is missing or invalid. */
    public static Topology load() {
        return new Topology(SERVICES.stream().map(Topology::load).toList());
    }

    /** Returns the resources of this service; throws {@link NoSuchElementException} if there is no such service. */
    public ServiceTopology of(String service) {
        return services.stream()
                .filter(candidate -> candidate.service().equals(service))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("There is no service " + service));
    }

    /** Returns the tables of all services. */
    public Stream<Table> tables() {
        return services.stream().flatMap(service -> service.tables().stream());
    }

    /** Returns the names of all topics: one for each publishing service. */
    public Stream<String> topics() {
        return services.stream().map(ServiceTopology::topic).filter(Objects::nonNull);
    }

    /** Returns the service that publishes to the topic; throws {@link NoSuchElementException} if there is none. */
    public ServiceTopology publisherOf(String topic) {
        return services.stream()
                .filter(service -> topic.equals(service.topic()))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("No service publishes to " + topic));
    }

    /** Returns the queues of all services. */
    public Stream<Queue> queues() {
        return services.stream().flatMap(service -> service.queues().stream());
    }

    private static ServiceTopology load(String service) {
        try (InputStream file = Topology.class.getResourceAsStream(service + ".yaml")) {
            return YAML.readValue(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The topology of " + service + " can't be read", e);
        }
    }
}
