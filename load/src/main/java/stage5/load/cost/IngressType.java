package stage5.load.cost;

/** The AWS service that receives requests from the internet. */
public enum IngressType {
    /** An HTTP API of API Gateway. */
    API_GATEWAY("api-gateway"),
    /** An Application Load Balancer. */
    ALB("alb"),
    /** A Lambda function URL; only for functions. */
    FUNCTION_URL("function-url");

    private final String word;

    IngressType(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
