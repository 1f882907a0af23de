package stage5.gateway.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import stage5.kit.web.resilience.TimeBudget;

/** Converts headers between client and services: drops hop-by-hop headers, and adds or rewrites those of a proxy. */
public final class ProxyHeaders {

    /** Hop-by-hop headers that are always dropped, whether or not {@code Connection} names them. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /**
     * Headers that the gateway or its tracer sets for each call. They are removed first, because the tracer only adds.
     */
    private static final Set<String> SET_BY_GATEWAY = Set.of(
            "host",
            "content-length",
            "expect",
            "traceparent",
            "tracestate",
            "baggage",
            TimeBudget.HEADER.toLowerCase(Locale.ROOT));

    private static final List<String> URI_HEADERS = List.of("Location", "Content-Location");

    private ProxyHeaders() {}

    /**
     * Returns the headers for a service: the client's end-to-end headers (<a
     * href="https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1">RFC 9110, 7.6.1</a>), with {@code X-Forwarded-*} and
     * {@code Forwarded} (<a href="https://www.rfc-editor.org/rfc/rfc7239">RFC 7239</a>).
     */
    public static MultiMap toService(HttpServerRequest request) {
        MultiMap headers = endToEnd(request.headers());
        SET_BY_GATEWAY.forEach(headers::remove);
        String address = address(request);
        String host = request.getHeader(HttpHeaders.HOST);
        append(headers, "X-Forwarded-For", address);
        headers.set("X-Forwarded-Proto", request.scheme());
        String forwarded = "for=" + node(address) + ";proto=" + request.scheme();
        if (host != null) {
            headers.set("X-Forwarded-Host", host);
            forwarded += ";host=" + quoted(host);
        }
        append(headers, "Forwarded", forwarded);
        return headers;
    }

    /**
     * Returns the headers for the client: the service's end-to-end headers. URIs with the service's own address become
     * relative, so that the client follows them through the gateway.
     */
    public static MultiMap toClient(MultiMap fromService, URI service) {
        MultiMap headers = endToEnd(fromService);
        String origin = service.getScheme() + "://" + service.getAuthority();
        for (String name : URI_HEADERS) {
            String uri = headers.get(name);
            if (uri != null && uri.startsWith(origin + "/")) {
                headers.set(name, uri.substring(origin.length()));
            }
        }
        return headers;
    }

    /** Returns the client's address; {@code unknown} if the request came by no socket, as in the lambda form. */
    public static String address(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        return remote == null || remote.hostAddress() == null ? "unknown" : remote.hostAddress();
    }

    private static MultiMap endToEnd(MultiMap all) {
        Set<String> dropped = new HashSet<>(HOP_BY_HOP);
        for (String connection : all.getAll(HttpHeaders.CONNECTION)) {
            for (String option : connection.split(",")) {
                dropped.add(option.trim().toLowerCase(Locale.ROOT));
            }
        }
        MultiMap kept = MultiMap.caseInsensitiveMultiMap();
        all.forEach((name, value) -> {
            if (!dropped.contains(name.toLowerCase(Locale.ROOT))) {
                kept.add(name, value);
            }
        });
        return kept;
    }

    private static void append(MultiMap headers, String name, String value) {
        List<String> before = headers.getAll(name);
        headers.set(name, before.isEmpty() ? value : String.join(", ", before) + ", " + value);
    }

    /** Returns a node identifier; an IPv6 address is in brackets and quotes (RFC 7239, 6). */
    private static String node(String address) {
        return address.contains(":") ? "\"[" + address + "]\"" : address;
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
