package stage5.kit.web.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;
import stage5.kit.web.hash.Sha256;

/**
 * Builds responses to GET with an entity tag that is computed from their JSON, for representations without a version,
 * such as listings. The resource still does all its work; only the transfer is saved.
 *
 * <p>A resource that returns such a response has to register the types of its JSON for reflection.
 */
@Singleton
public final class TaggedJson {

    /** 128 bits: enough that two representations never have the same tag. */
    private static final int TAG_BYTES = 16;

    private final ObjectMapper mapper;

    TaggedJson(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Returns a 200 response with the value as JSON and its strong entity tag, or a 304 response if the client has it. The
     * caller adds {@code Cache-Control}.
     *
     * @param ifNoneMatch the values of the request's header {@code If-None-Match}
     */
    public ResponseBuilder<byte[]> response(Object value, List<String> ifNoneMatch) {
        byte[] json = json(value);
        String entityTag = entityTag(json);
        ResponseBuilder<byte[]> response = IfNoneMatch.of(ifNoneMatch).matches(entityTag)
                ? ResponseBuilder.create(Status.NOT_MODIFIED)
                : ResponseBuilder.ok(json);
        return response.header(HttpHeaders.ETAG, entityTag);
    }

    private byte[] json(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write " + value.getClass().getName() + " as JSON", e);
        }
    }

    private static String entityTag(byte[] json) {
        byte[] tag = Arrays.copyOf(Sha256.of(json), TAG_BYTES);
        return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(tag) + '"';
    }
}
