package stage5.local.http;

import java.util.Optional;

/** A request that is rejected. The response states a status, a code for programs and a sentence for people. */
public final class HttpErrorException extends RuntimeException {

    private final int status;
    private final String code;
    private final String field;

    public HttpErrorException(int status, String code, String detail) {
        this(status, code, detail, null);
    }

    private HttpErrorException(int status, String code, String detail, String field) {
        super(detail);
        this.status = status;
        this.code = code;
        this.field = field;
    }

    /** Returns the error for an invalid value of one field: 400. Nested fields are separated by dots. */
    public static HttpErrorException invalidField(String field, String detail) {
        return new HttpErrorException(400, "bad_request", detail, field);
    }

    /** Returns the error for invalid input: 400. */
    public static HttpErrorException badRequest(String detail) {
        return new HttpErrorException(400, "bad_request", detail);
    }

    /** Returns the error for a resource that does not exist: 404. */
    public static HttpErrorException notFound(String detail) {
        return new HttpErrorException(404, "not_found", detail);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** Returns the invalid field; empty if the error is not about one field. */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }
}
