package stage5.local.http;

/** A field of a request has a value outside its bounds. */
public final class InvalidFieldException extends IllegalArgumentException {

    private final String field;

    /** @param rule completes the sentence that starts with the field's name */
    public InvalidFieldException(String field, String rule) {
        super(field + " " + rule);
        this.field = field;
    }

    /** Returns the name of the field. */
    public String field() {
        return field;
    }
}
