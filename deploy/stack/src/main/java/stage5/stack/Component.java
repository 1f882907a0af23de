package stage5.stack;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** A process of the stack, in the order in which it starts; it is stopped in the reverse order. */
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

    /** Returns the component of that name. */
    public static Component of(String label) {
        return Arrays.stream(values())
                .filter(component -> component.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new StackException("There is no component " + label + "; there are " + labels()));
    }

    /** Returns the service of that name, or of its first word: {@code order} for order-service. */
    public static Component service(String name) {
        return services().stream()
                .filter(component -> component.label.equals(name) || component.label.startsWith(name + "-"))
                .findFirst()
                .orElseThrow(() -> new StackException("There is no service " + name + "; there are " + labels()));
    }

    /** Returns the five services, all components but the local cloud. */
    public static Set<Component> services() {
        return EnumSet.complementOf(EnumSet.of(CLOUD));
    }

    /** Returns all names, for a message. */
    public static String labels() {
        return Arrays.stream(values()).map(Component::label).collect(Collectors.joining(", "));
    }

    /** Returns the name that people call it by. */
    public String label() {
        return label;
    }

    /** Returns how far above the base its port lies. */
    int offset() {
        return offset;
    }

    /** Returns the path that answers 200 once it is ready. */
    public String health() {
        return health;
    }

    /** Returns whether anybody calls it by HTTP: else its lambda form has no function for that. */
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
