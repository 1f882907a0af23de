package stage5.local.http;

/** A request that is rejected. The response states a status, a code for programs and a sentence for people. */
public final class HttpErrorException extends RuntimeException {

    private final int status;
    private final String code;

    public HttpErrorException(int status, String code, String detail) {
        super(detail);
        this.status = status;
        this.code = code;
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
}
