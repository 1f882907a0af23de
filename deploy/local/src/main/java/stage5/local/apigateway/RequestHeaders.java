package stage5.local.apigateway;

import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The headers of a request as the function receives them. Names are in lower case, values of the same name are joined
 * by commas, cookies are separate. API Gateway's own headers are added.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">Lambda
 *     proxy integrations for HTTP APIs</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html#apigateway-example-event">An event
 *     with the headers that API Gateway adds</a>
 */
record RequestHeaders(Map<String, String> fields, List<String> cookies) {

    private static final String FORWARDED_FOR = "x-forwarded-for";
    private static final Set<String> TEXT_TYPES =
            Set.of("application/json", "application/javascript", "application/xml");

    /**
     * Returns the headers of the request.
     *
     * @param traceId creates an X-Ray trace id for a request without one
     */
    static RequestHeaders of(HttpServerRequest request, int port, int bodyLength, Supplier<String> traceId) {
        Map<String, String> fields = new LinkedHashMap<>();
        List<String> cookies = new ArrayList<>();
        for (Map.Entry<String, String> header : request.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.equals("cookie")) {
                addCookies(cookies, header.getValue());
            } else {
                fields.merge(name, header.getValue(), (first, next) -> first + "," + next);
            }
        }
        HopByHopHeaders.remove(fields);
        fields.put("content-length", Integer.toString(bodyLength)); // also without a body, or if it is chunked
        fields.computeIfAbsent("x-amzn-trace-id", unset -> traceId.get());
        fields.merge(FORWARDED_FOR, request.remoteAddress().hostAddress(), (first, next) -> first + ", " + next);
        fields.put("x-forwarded-port", Integer.toString(port));
        fields.put("x-forwarded-proto", "http");
        return new RequestHeaders(fields, cookies);
    }

    private static void addCookies(List<String> cookies, String header) {
        for (String cookie : header.split(";")) {
            if (!cookie.isBlank()) {
                cookies.add(cookie.strip());
            }
        }
    }

    /**
     * Returns whether the body is passed to the function in base64. HTTP APIs infer it from the content type. A
     * compressed body is always binary.
     *
     * @see <a href="https://aws.amazon.com/blogs/compute/handling-binary-data-using-amazon-api-gateway-http-apis/">Handling
     *     binary data using HTTP APIs</a>
     */
    boolean hasBinaryBody() {
        return fields.containsKey("content-encoding") || !isText(fields.getOrDefault("content-type", ""));
    }

    private static boolean isText(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.startsWith("text/") || TEXT_TYPES.contains(type) || type.endsWith("+json") || type.endsWith("+xml");
    }
}
