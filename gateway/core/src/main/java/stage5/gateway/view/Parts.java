package stage5.gateway.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import stage5.gateway.copy.LastGoodCopies;
import stage5.gateway.domain.Routes;
import stage5.gateway.passing.PassThrough;
import stage5.gateway.upstream.Headers;
import stage5.gateway.upstream.UpstreamAnswer;
import stage5.gateway.upstream.UpstreamRequest;
import stage5.kit.problem.ProblemException;

/** Fetches the parts that a view is composed of, on behalf of the client that asked for the view. */
@Singleton
final class Parts {

    private static final List<String> NOT_FOR_PARTS = List.of("Accept-Encoding", "If-None-Match", "If-Match", "Range");

    private final PassThrough passThrough;
    private final ObjectMapper json;

    Parts(PassThrough passThrough, ObjectMapper json) {
        this.passThrough = passThrough;
        this.json = json;
    }

    /** Returns whatever the owner of a path answers; fails with a 503 problem where it can't. */
    Uni<UpstreamAnswer> answer(HttpServerRequest client, String path, String query) {
        MultiMap headers = Headers.toService(client);
        NOT_FOR_PARTS.forEach(headers::remove);
        headers.set(HttpHeaders.ACCEPT, "application/json");
        return passThrough.answer(
                new UpstreamRequest(HttpMethod.GET, Routes.find(path).orElseThrow(), path, query, headers, null));
    }

    /** Returns a part, or an empty one where its owner has none or can't answer. */
    Uni<Optional<JsonNode>> part(HttpServerRequest client, String path, String query) {
        return answer(client, path, query)
                .map(answer -> {
                    noteStale(client, answer);
                    return answer.status() == 200 ? Optional.of(json(answer)) : Optional.<JsonNode>empty();
                })
                .onFailure(ProblemException.class)
                .recoverWithItem(Optional.empty());
    }

    /** Returns the JSON that an answer holds. */
    JsonNode json(UpstreamAnswer answer) {
        try {
            return json.readTree(answer.body().getBytes());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A service answered 200 with something else than JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a product's page, or an empty one. */
    Uni<Optional<JsonNode>> product(HttpServerRequest client, String sku) {
        return part(client, "/api/products/" + segment(sku), null);
    }

    /** Returns a text as a segment of a path. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void noteStale(HttpServerRequest client, UpstreamAnswer answer) {
        if (answer.headers().contains(LastGoodCopies.STALE)) {
            client.response().putHeader(LastGoodCopies.STALE, "true");
        }
    }
}
