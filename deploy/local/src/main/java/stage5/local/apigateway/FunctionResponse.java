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
    private static final String CONTENT_TYPE = "content-type";
    private static final String STATUS_CODE = "statusCode";
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7E\\x80-\\xFF]*");

    /** Parses a function's payload. Returns an empty result if the payload is empty or not a valid response. */
    static Optional<FunctionResponse> of(byte[] payload) {
        try {
            JsonNode response = MAPPER.readTree(payload);
            if (response.isMissingNode()) {
                return Optional.empty();
            }
            return Optional.of(
                    response.has(STATUS_CODE)
                            ? formatted(response)
                            : inferred(
                                    response.isTextual()
                                            ? response.textValue().getBytes(StandardCharsets.UTF_8)
                                            : payload));
        } catch (JacksonException notJson) {
            return Optional.of(inferred(payload));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("Reading from a byte array failed", e);
        }
    }

    /**
     * Returns the response for a payload without a status code: 200 with the payload as the body. The content type is
     * JSON even if the payload is not.
     *
     * @see <a
     *     href="https://github.com/aws/aws-lambda-dotnet/blob/831492165a694825e0e762d68ec74f3e36b628c0/Tools/LambdaTestTool-v2/tests/Amazon.Lambda.TestTool.UnitTests/Extensions/InvokeResponseExtensionsTests.cs">Recorded
     *     responses</a>
     */
    private static FunctionResponse inferred(byte[] body) {
        return new FunctionResponse(200, Map.of(CONTENT_TYPE, "application/json"), List.of(), body);
    }

    private static FunctionResponse formatted(JsonNode response) {
        int status = status(response.get(STATUS_CODE));
        Map<String, String> headers = headers(response.path("headers"));
        if (mayHaveBody(status)) {
            headers.putIfAbsent(CONTENT_TYPE, "text/plain; charset=utf-8");
        }
        return new FunctionResponse(
                status,
                headers,
                cookies(response.path("cookies")),
                body(response.path("body"), response.path("isBase64Encoded").booleanValue()));
    }

    /**
     * Returns the status code, a number or its text.
     *
     * @see <a href="https://github.com/localstack/localstack/pull/11199">Text as the status code</a>
     */
    private static int status(JsonNode node) {
        check(node.isInt() || node.isTextual());
        int status = Integer.parseInt(node.asText());
        check(status >= 200 && status <= 599);
        return status;
    }

    private static boolean mayHaveBody(int status) {
        return status != 204 && status != 304;
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
        return mayHaveBody(status) ? response.end(Buffer.buffer(body)) : response.end();
    }
}
