package stage5.local.apigateway;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A function's response in payload format 2.0. The format has no {@code multiValueHeaders}; several cookies are set by
 * {@code cookies}.
 *
 * @param headers names in lower case
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response">Lambda
 *     function response format</a>
 */
record FunctionResponse(int status, Map<String, String> headers, List<String> cookies, byte[] body) {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String CONTENT_LENGTH = "content-length";
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7E\\x80-\\xFF]*");

    /** Parses a function's payload. Returns an empty result if the payload is not a valid response. */
    static Optional<FunctionResponse> of(byte[] payload) {
        try {
            JsonNode response = MAPPER.readTree(payload);
            if (response.isMissingNode()) {
                return Optional.empty();
            }
            return Optional.of(response.has("statusCode") ? formatted(response) : inferred(response, payload));
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("Reading from a byte array failed", e);
        }
    }

    /** Returns the response for valid JSON without a status code: 200 with the payload as the body. */
    private static FunctionResponse inferred(JsonNode response, byte[] payload) {
        byte[] body = response.isTextual() ? response.textValue().getBytes(StandardCharsets.UTF_8) : payload;
        return new FunctionResponse(200, Map.of("content-type", "application/json"), List.of(), body);
    }

    private static FunctionResponse formatted(JsonNode response) {
        JsonNode status = response.get("statusCode");
        check(status.isInt() && status.intValue() >= 200 && status.intValue() <= 599);
        return new FunctionResponse(
                status.intValue(),
                headers(response.path("headers")),
                cookies(response.path("cookies")),
                body(response.path("body"), response.path("isBase64Encoded").booleanValue()));
    }

    private static Map<String, String> headers(JsonNode node) {
        check(isAbsent(node) || node.isObject());
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> header : node.properties()) {
            if (header.getValue().isNull()) {
                continue;
            }
            check(header.getValue().isValueNode());
            String value = header.getValue().asText();
            check(NAME.matcher(header.getKey()).matches()
                    && VALUE.matcher(value).matches());
            headers.put(header.getKey().toLowerCase(Locale.ROOT), value);
        }
        HopByHopHeaders.remove(headers);
        return headers;
    }

    private static List<String> cookies(JsonNode node) {
        check(isAbsent(node) || node.isArray());
        List<String> cookies = new ArrayList<>();
        for (JsonNode cookie : node) {
            check(cookie.isTextual() && VALUE.matcher(cookie.textValue()).matches());
            cookies.add(cookie.textValue());
        }
        return cookies;
    }

    private static byte[] body(JsonNode node, boolean base64) {
        check(isAbsent(node) || node.isTextual());
        String text = node.asText("");
        return base64 ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static void check(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("The payload is not a response in format 2.0");
        }
    }

    /** Completes once the response is written; fails if the client has closed the connection. */
    Future<Void> send(HttpServerRequest request) {
        HttpServerResponse response = request.response().setStatusCode(status);
        headers.forEach((name, value) -> {
            if (!name.equals(CONTENT_LENGTH)) {
                response.putHeader(name, value);
            }
        });
        if (!cookies.isEmpty()) {
            response.putHeader("set-cookie", cookies);
        }
        if (request.method() == HttpMethod.HEAD) {
            String length = headers.getOrDefault(CONTENT_LENGTH, Integer.toString(body.length));
            return response.putHeader(CONTENT_LENGTH, length).end();
        }
        boolean bodiless = status == 204 || status == 304;
        return bodiless ? response.end() : response.end(Buffer.buffer(body));
    }
}
