package stage5.local.apigateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import stage5.local.aws.Aws;

/**
 * Converts HTTP requests to Lambda events in payload format 2.0.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">Lambda
 *     proxy integrations for HTTP APIs</a>
 */
final class RequestEvents {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String DEFAULT = "$default";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final String apiId;
    private final int port;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    RequestEvents(String apiId, int port, InstantSource clock, Supplier<UUID> ids) {
        this.apiId = apiId;
        this.port = port;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Returns the event as JSON.
     *
     * @throws IllegalArgumentException if the path or the query string is not valid percent-encoding
     */
    byte[] of(HttpServerRequest request, Buffer body) {
        Instant now = clock.instant();
        String path = decoded(request.path());
        RequestHeaders headers = RequestHeaders.of(request, port, body.length(), () -> traceId(now));
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("version", "2.0");
        event.put("routeKey", DEFAULT);
        event.put("rawPath", path);
        event.put("rawQueryString", request.query() == null ? "" : request.query());
        if (!headers.cookies().isEmpty()) {
            headers.cookies().forEach(event.putArray("cookies")::add);
        }
        ObjectNode fields = event.putObject("headers");
        headers.fields().forEach(fields::put);
        addQuery(event, request.query());
        addContext(event, request, path, now);
        addBody(event, headers, body);
        try {
            return MAPPER.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The event can't be serialised as JSON", e);
        }
    }

    /**
     * Returns the path as HTTP APIs pass it on: decoded, despite its name {@code rawPath}, and truncated at a decoded
     * question mark.
     *
     * @see <a href="https://github.com/fastify/aws-lambda-fastify/issues/169">An event of a request with %2F</a>
     * @see <a href="https://github.com/middleapi/standard-server/pull/93">Which events are decoded, and the truncation</a>
     */
    private static String decoded(String path) {
        String decoded = new QueryStringDecoder(path).path();
        int end = decoded.indexOf('?');
        return end < 0 ? decoded : decoded.substring(0, end);
    }

    private static void addQuery(ObjectNode event, String query) {
        if (query == null || query.isEmpty()) {
            return;
        }
        ObjectNode parameters = event.putObject("queryStringParameters");
        new QueryStringDecoder(query, StandardCharsets.UTF_8, false, RequestLimits.MAX_HEAD, true)
                .parameters()
                .forEach((name, values) -> parameters.put(name, String.join(",", values)));
    }

    private void addContext(ObjectNode event, HttpServerRequest request, String path, Instant now) {
        ObjectNode context = event.putObject("requestContext");
        context.put("accountId", Aws.ACCOUNT);
        context.put("apiId", apiId);
        context.put("domainName", apiId + ".execute-api." + Aws.REGION + ".amazonaws.com");
        context.put("domainPrefix", apiId);
        ObjectNode http = context.putObject("http");
        http.put("method", request.method().name());
        http.put("path", path);
        http.put("protocol", request.version() == HttpVersion.HTTP_1_0 ? "HTTP/1.0" : "HTTP/1.1");
        http.put("sourceIp", request.remoteAddress().hostAddress());
        http.put("userAgent", Objects.requireNonNullElse(request.getHeader("User-Agent"), ""));
        context.put("requestId", ids.get().toString());
        context.put("routeKey", DEFAULT);
        context.put("stage", DEFAULT);
        context.put("time", TIME.format(now));
        context.put("timeEpoch", now.toEpochMilli());
    }

    private static void addBody(ObjectNode event, RequestHeaders headers, Buffer body) {
        boolean binary = body.length() > 0 && headers.hasBinaryBody();
        if (body.length() > 0) {
            event.put(
                    "body",
                    binary
                            ? Base64.getEncoder().encodeToString(body.getBytes())
                            : body.toString(StandardCharsets.UTF_8));
        }
        event.put("isBase64Encoded", binary);
    }

    /**
     * Returns a new X-Ray trace id.
     *
     * @see <a href="https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids">Trace
     *     ids</a>
     */
    private String traceId(Instant now) {
        String random = ids.get().toString().replace("-", "").substring(0, 24);
        return "Root=1-%08x-%s".formatted(now.getEpochSecond(), random);
    }
}
