package stage5.local.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Collectors;

/** JSON of the local cloud's own APIs. Parsing is strict; times are in ISO 8601. */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withCoercionConfig(LogicalType.Integer, c -> c.setCoercion(CoercionInputShape.String, CoercionAction.Fail))
            .withCoercionConfig(LogicalType.Float, c -> c.setCoercion(CoercionInputShape.String, CoercionAction.Fail))
            .withCoercionConfig(LogicalType.Textual, c -> c.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .defaultPropertyInclusion(JsonInclude.Value.ALL_NON_NULL)
            .build();

    private Json() {}

    /** Sends a response with this status and the body as JSON. */
    public static void respond(HttpServerResponse response, int status, Object body) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(bytes(body)));
    }

    /**
     * Parses the body as an object of the given type.
     *
     * @throws HttpErrorException 400 if the body is not a valid object of the type
     */
    public static <T> T read(Buffer body, Class<T> type) {
        try {
            T value = body == null ? null : MAPPER.readValue(body.getBytes(), type);
            if (value == null) {
                throw HttpErrorException.badRequest("The body must be a JSON object");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw invalid(e);
        } catch (IOException e) {
            throw HttpErrorException.badRequest("The body can't be read: " + e.getMessage());
        }
    }

    /**
     * Converts a parsed object to the given type.
     *
     * @throws HttpErrorException 400 if it is not a valid object of the type
     */
    public static <T> T convert(JsonNode object, Class<T> type) {
        try {
            if (!object.isObject()) {
                throw HttpErrorException.badRequest("The settings must be a JSON object");
            }
            return MAPPER.treeToValue(object, type);
        } catch (JsonProcessingException e) {
            throw invalid(e);
        }
    }

    private static HttpErrorException invalid(JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping ? path(mapping) : "";
        if (e.getCause() instanceof InvalidFieldException invalid) {
            String field = path.isEmpty() ? invalid.field() : path + "." + invalid.field();
            return HttpErrorException.invalidField(field, invalid.getMessage());
        }
        return path.isEmpty()
                ? HttpErrorException.badRequest("The body is invalid: " + e.getOriginalMessage())
                : HttpErrorException.invalidField(path, path + " is invalid: " + e.getOriginalMessage());
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
    }

    /** Returns the value as JSON in UTF-8. */
    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The response can't be serialised as JSON", e);
        }
    }
}
