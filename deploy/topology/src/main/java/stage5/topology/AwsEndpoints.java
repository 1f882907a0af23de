package stage5.topology;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The endpoints of DynamoDB, SQS and SNS, if they are neither AWS's defaults nor the local cloud's. */
public record AwsEndpoints(URI dynamodb, URI sqs, URI sns) {

    /**
     * Parses endpoints: one for all services ({@code http://127.0.0.1:4566}), or one each ({@code
     * dynamodb=URL,sqs=URL,sns=URL}).
     *
     * @throws IllegalArgumentException if one is missing or is not a URL
     */
    public static AwsEndpoints parse(String text) {
        if (!text.contains("=")) {
            URI all = uri(text);
            return new AwsEndpoints(all, all, all);
        }
        Map<String, URI> byService = new HashMap<>();
        for (String entry : text.split(",")) {
            String[] parts = entry.split("=", 2);
            byService.put(parts[0].trim(), uri(parts[parts.length - 1].trim()));
        }
        if (!byService.keySet().equals(Set.of("dynamodb", "sqs", "sns"))) {
            throw new IllegalArgumentException(
                    "Expected one endpoint for all services, or dynamodb=URL,sqs=URL,sns=URL, not " + text);
        }
        return new AwsEndpoints(byService.get("dynamodb"), byService.get("sqs"), byService.get("sns"));
    }

    private static URI uri(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("Expected a URL such as http://127.0.0.1:4566, not " + text);
        }
        return uri;
    }

    /** Returns the endpoints in the format that {@link #parse} accepts. */
    @Override
    public String toString() {
        return "dynamodb=%s,sqs=%s,sns=%s".formatted(dynamodb, sqs, sns);
    }
}
