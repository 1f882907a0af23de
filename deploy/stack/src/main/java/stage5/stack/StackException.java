package stage5.stack;

import java.util.Optional;

/** A failure that the user can act on. The message says what failed and what to do. */
public final class StackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Component component;

    public StackException(String message) {
        this(message, null, null);
    }

    public StackException(String message, Throwable cause) {
        this(message, null, cause);
    }

    /** Returns an exception whose cause is in the log of a component. */
    static StackException about(Component component, String message) {
        return new StackException(message, component, null);
    }

    private StackException(String message, Component component, Throwable cause) {
        super(message, cause);
        this.component = component;
    }

    /** Returns the component whose log shows the cause; empty if no log does. */
    public Optional<Component> component() {
        return Optional.ofNullable(component);
    }
}
