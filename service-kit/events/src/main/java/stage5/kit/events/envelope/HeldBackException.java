package stage5.kit.events.envelope;

/** A message was not tried, because an earlier one of its subject failed. It is delivered again; this is no error. */
public final class HeldBackException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public HeldBackException(String message) {
        super(message);
    }
}
