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
import stage5.kit.faults.TimeBudget;

/** What becomes of the headers on the way through. */
public final class Headers {

    /** Those that concern one hop only, whether or not {@code Connection} names them. */
    private static final Set<String> ONE_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** Those that the gateway or its tracer writes for each call anew: the tracer adds, it does not replace. */
    private static final Set<String> WRITTEN_ANEW = Set.of(
            "host",
            "content-length",
            "expect",
            "traceparent",
            "tracestate",
            "baggage",
            TimeBudget.HEADER.toLowerCase(Locale.ROOT));

    private static final List<String> REFERENCES = List.of("Location", "Content-Location");

    private Headers() {}

    /**
     * Returns the headers that a service gets: the client's, without those of one hop (<a
     * href="https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1">RFC 9110, 7.6.1</a>), and where the call came from in
     * {@code X-Forwarded-*} and {@code Forwarded} (<a href="https://www.rfc-editor.org/rfc/rfc7239">RFC 7239</a>).
     */
    public static MultiMap toService(HttpServerRequest request) {
        MultiMap headers = endToEnd(request.headers());
        WRITTEN_ANEW.forEach(headers::remove);
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
     * Returns the headers that the client gets: the service's, without those of one hop, and with references to the
     * service's own address made relative, so that they lead through the gateway.
     */
    public static MultiMap toClient(MultiMap fromService, URI service) {
        MultiMap headers = endToEnd(fromService);
        String origin = service.getScheme() + "://" + service.getAuthority();
        for (String name : REFERENCES) {
            String reference = headers.get(name);
            if (reference != null && reference.startsWith(origin + "/")) {
                headers.set(name, reference.substring(origin.length()));
            }
        }
        return headers;
    }

    /** Returns the address that a request comes from; {@code unknown} where there is no socket. */
    public static String address(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        return remote == null || remote.hostAddress() == null ? "unknown" : remote.hostAddress();
    }

    private static MultiMap endToEnd(MultiMap all) {
        Set<String> dropped = new HashSet<>(ONE_HOP);
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

    /** Returns a node identifier: an IPv6 address stands in brackets and quotes (RFC 7239, 6). */
    private static String node(String address) {
        return address.contains(":") ? "\"[" + address + "]\"" : address;
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
