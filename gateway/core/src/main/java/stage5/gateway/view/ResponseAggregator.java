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
import stage5.gateway.domain.Routes;
import stage5.gateway.proxy.UpstreamProxy;
import stage5.gateway.stale.StaleCopyStore;
import stage5.gateway.upstream.ProxyHeaders;
import stage5.gateway.upstream.UpstreamRequest;
import stage5.gateway.upstream.UpstreamResponse;
import stage5.kit.web.problem.ProblemException;

/** Fetches the responses of a composed view from their services, with the headers of the client's request. */
@Singleton
final class ResponseAggregator {

    private static final List<String> DROPPED_HEADERS =
            List.of("Accept-Encoding", "If-None-Match", "If-Match", "Range");

    private final UpstreamProxy proxy;
    private final ObjectMapper mapper;

    ResponseAggregator(UpstreamProxy proxy, ObjectMapper mapper) {
        this.proxy = proxy;
        this.mapper = mapper;
    }

    /** Completes with the response of the service that owns a path; fails with a 503 problem if it cannot answer. */
    Uni<UpstreamResponse> get(HttpServerRequest client, String path, String query) {
        MultiMap headers = ProxyHeaders.toService(client);
        DROPPED_HEADERS.forEach(headers::remove);
        headers.set(HttpHeaders.ACCEPT, "application/json");
        return proxy.send(
                new UpstreamRequest(HttpMethod.GET, Routes.find(path).orElseThrow(), path, query, headers, null));
    }

    /** Completes with the JSON of a response; empty if its status is not 200 or the service cannot answer. */
    Uni<Optional<JsonNode>> json(HttpServerRequest client, String path, String query) {
        return get(client, path, query)
                .map(response -> {
                    markStale(client, response);
                    return response.status() == 200 ? Optional.of(parse(response)) : Optional.<JsonNode>empty();
                })
                .onFailure(ProblemException.class)
                .recoverWithItem(Optional.empty());
    }

    /** Returns the body of a response as JSON. */
    JsonNode parse(UpstreamResponse response) {
        try {
            return mapper.readTree(response.body().getBytes());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A service returned a 200 response that is not JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Completes with a product; empty if it is not available. */
    Uni<Optional<JsonNode>> product(HttpServerRequest client, String sku) {
        return json(client, "/api/products/" + segment(sku), null);
    }

    /** Returns a text percent-encoded as a path segment. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void markStale(HttpServerRequest client, UpstreamResponse response) {
        if (response.headers().contains(StaleCopyStore.STALE)) {
            client.response().putHeader(StaleCopyStore.STALE, "true");
        }
    }
}
