package stage5.stack;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The components of a stack, in the order in which they start; they stop in the reverse order. */
public enum Component {
    CLOUD("cloud", 11, "/health", "deploy/local/target/local.jar"),
    USER("user-service", 3),
    CATALOG("catalog-service", 1),
    ORDER("order-service", 2),
    NOTIFICATION("notification-worker", 4),
    GATEWAY("gateway", 0);

    private final String label;
    private final int offset;
    private final String health;
    private final String artifact;

    Component(String service, int offset) {
        this(service, offset, "/q/health/ready", service + "/container/target/quarkus-app/quarkus-run.jar");
    }

    Component(String label, int offset, String health, String artifact) {
        this.label = label;
        this.offset = offset;
        this.health = health;
        this.artifact = artifact;
    }

    /**
     * Returns the component with the given name, such as {@code order-service}.
     *
     * @throws StackException if there is none
     */
    public static Component of(String label) {
        return Arrays.stream(values())
                .filter(component -> component.label.equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new StackException("There is no component " + label + "; the components are " + labels()));
    }

    /**
     * Returns the service with the given name or first word: {@code order} means order-service.
     *
     * @throws StackException if there is none
     */
    public static Component service(String name) {
        return services().stream()
                .filter(component -> component.label.equals(name) || component.label.startsWith(name + "-"))
                .findFirst()
                .orElseThrow(
                        () -> new StackException("There is no service " + name + "; the components are " + labels()));
    }

    /** Returns the five services: all components except the local cloud. */
    public static Set<Component> services() {
        return EnumSet.complementOf(EnumSet.of(CLOUD));
    }

    /** Returns the names of all components, separated by commas. */
    public static String labels() {
        return Arrays.stream(values()).map(Component::label).collect(Collectors.joining(", "));
    }

    /** Returns the name on the command line and in file names. */
    public String label() {
        return label;
    }

    /** Returns the offset of its port from the port base. */
    int offset() {
        return offset;
    }

    /** Returns the path of its health check, which answers 200 once it is ready. */
    public String health() {
        return health;
    }

    /** Returns whether its lambda form has an HTTP function; a service without an HTTP API has none. */
    boolean hasHttpFunction() {
        return this != NOTIFICATION;
    }

    String artifact() {
        return artifact;
    }

    @Override
    public String toString() {
        return label;
    }
}
