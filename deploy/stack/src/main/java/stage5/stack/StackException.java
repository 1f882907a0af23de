package stage5.stack;

import java.util.Optional;

/** Something that the person at the terminal should know and can act on; its message says what and how. */
public final class StackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Component component;

    public StackException(String message) {
        this(message, null, null);
    }

    public StackException(String message, Throwable cause) {
        this(message, null, cause);
    }

    /** Returns an exception for which the log of a component holds the reason. */
    static StackException about(Component component, String message) {
        return new StackException(message, component, null);
    }

    private StackException(String message, Component component, Throwable cause) {
        super(message, cause);
        this.component = component;
    }

    /** Returns the component whose log says more. */
    public Optional<Component> component() {
        return Optional.ofNullable(component);
    }
}
