package stage5.cli.stack;

import java.util.Optional;

/** Something that the person at the terminal should know and can act on; its message says what and how. */
public final class StackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Part part;

    public StackException(String message) {
        this(message, null, null);
    }

    public StackException(String message, Throwable cause) {
        this(message, null, cause);
    }

    /** Returns an exception for which the log of a part holds the reason. */
    static StackException about(Part part, String message) {
        return new StackException(message, part, null);
    }

    private StackException(String message, Part part, Throwable cause) {
        super(message, cause);
        this.part = part;
    }

    /** Returns the part whose log says more. */
    public Optional<Part> part() {
        return Optional.ofNullable(part);
    }
}
