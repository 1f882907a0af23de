package stage5.gateway.upstream;

/** A response that arrived, but so late that the attempt counts as a failure for the circuit breaker. */
final class SlowResponse extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient UpstreamResponse response;

    SlowResponse(UpstreamResponse response) {
        super("The response was slow", null, false, false);
        this.response = response;
    }

    UpstreamResponse response() {
        return response;
    }
}
