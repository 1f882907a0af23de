package stage5.topology;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Where DynamoDB, SQS and SNS are asked, where neither AWS itself nor the local cloud's own are meant. */
public record AwsEndpoints(URI dynamodb, URI sqs, URI sns) {

    /**
     * Returns the endpoints that are said: one for all ({@code http://127.0.0.1:4566}), or one for each ({@code
     * dynamodb=URL,sqs=URL,sns=URL}).
     *
     * @throws IllegalArgumentException if one is missing, or no URL
     */
    public static AwsEndpoints parse(String said) {
        if (!said.contains("=")) {
            URI all = uri(said);
            return new AwsEndpoints(all, all, all);
        }
        Map<String, URI> byService = new HashMap<>();
        for (String one : said.split(",")) {
            String[] sides = one.split("=", 2);
            byService.put(sides[0].trim(), uri(sides[sides.length - 1].trim()));
        }
        if (!byService.keySet().equals(Set.of("dynamodb", "sqs", "sns"))) {
            throw new IllegalArgumentException("An endpoint for all, or dynamodb=URL,sqs=URL,sns=URL, and not " + said);
        }
        return new AwsEndpoints(byService.get("dynamodb"), byService.get("sqs"), byService.get("sns"));
    }

    private static URI uri(String said) {
        URI uri = URI.create(said);
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("An endpoint is a URL such as http://127.0.0.1:4566, not " + said);
        }
        return uri;
    }

    /** Returns what {@link #parse} reads. */
    @Override
    public String toString() {
        return "dynamodb=%s,sqs=%s,sns=%s".formatted(dynamodb, sqs, sns);
    }
}
