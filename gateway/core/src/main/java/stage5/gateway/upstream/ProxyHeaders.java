package stage5.gateway.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import stage5.kit.web.http.ClientAddress;
import stage5.kit.web.http.ForwardedAuthorization;
import stage5.kit.web.resilience.TimeBudget;

/** Converts headers between client and services: drops hop-by-hop headers, and adds or rewrites those of a proxy. */
public final class ProxyHeaders {

    /** Hop-by-hop headers that are always dropped, whether or not {@code Connection} names them. */
    private static final MultiMap HOP_BY_HOP = names(
            "Connection",
            "Keep-Alive",
            "Proxy-Authenticate",
            "Proxy-Authorization",
            "Proxy-Connection",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade");

    /**
     * Headers that are dropped from requests: besides those of a hop the ones that the gateway or its tracer sets for each
     * call, because the tracer only adds; trace contexts in other formats, by which a client could have services or AWS record
     * its traces; and an access token that the gateway's checks don't read.
     */
    private static final MultiMap NOT_TO_SERVICE = names(
                    "Host",
                    "Content-Length",
                    "Expect",
                    "traceparent",
                    "tracestate",
                    "baggage",
                    "X-Amzn-Trace-Id",
                    "b3",
                    "X-B3-TraceId",
                    "X-B3-SpanId",
                    "X-B3-ParentSpanId",
                    "X-B3-Sampled",
                    "X-B3-Flags",
                    TimeBudget.HEADER,
                    ForwardedAuthorization.HEADER)
            .addAll(HOP_BY_HOP);

    private static final String FORWARDED_FOR = ClientAddress.HEADER;

    private static final List<String> URI_HEADERS = List.of("Location", "Content-Location");

    private ProxyHeaders() {}

    /**
     * Returns the headers for a service: the client's end-to-end headers (<a
     * href="https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1">RFC 9110, 7.6.1</a>), with {@code X-Forwarded-*} and
     * {@code Forwarded} (<a href="https://www.rfc-editor.org/rfc/rfc7239">RFC 7239</a>).
     */
    public static MultiMap toService(HttpServerRequest request) {
        MultiMap headers = without(NOT_TO_SERVICE, request.headers());
        String host = request.getHeader(HttpHeaders.HOST);
        headers.set("X-Forwarded-Proto", request.scheme());
        String forwarded = forwarded(request.getHeader(FORWARDED_FOR)) + ";proto=" + request.scheme();
        if (host != null) {
            headers.set("X-Forwarded-Host", host);
            forwarded += ";host=" + quoted(host);
        }
        headers.set("Forwarded", forwarded);
        return headers;
    }

    /**
     * Returns the headers for the client: the service's end-to-end headers. URIs with the service's own address become
     * relative, so that the client follows them through the gateway.
     */
    public static MultiMap toClient(MultiMap fromService, URI service) {
        MultiMap headers = without(HOP_BY_HOP, fromService);
        for (String name : URI_HEADERS) {
            String uri = headers.get(name);
            if (uri != null) {
                headers.set(name, relative(uri, service));
            }
        }
        return headers;
    }

    /**
     * Returns the client's IP address; {@code unknown} if no trusted proxy reports it and the request came by no socket. Valid
     * only after {@code ForwardedAddresses} has removed what the client said about it.
     */
    public static String address(HttpServerRequest request) {
        String addresses = request.getHeader(FORWARDED_FOR);
        int end = addresses.indexOf(',');
        return end < 0 ? addresses : addresses.substring(0, end);
    }

    /** Returns the elements of {@code Forwarded} for the addresses of {@code X-Forwarded-For}. */
    private static String forwarded(String addresses) {
        if (addresses.indexOf(',') < 0) {
            return "for=" + node(addresses);
        }
        return Arrays.stream(addresses.split(", "))
                .map(each -> "for=" + node(each))
                .collect(Collectors.joining(", "));
    }

    private static String relative(String uri, URI service) {
        String origin = service.getScheme() + "://" + service.getAuthority();
        return uri.startsWith(origin + "/") ? uri.substring(origin.length()) : uri;
    }

    /** Returns the headers without those of a set, and without those that {@code Connection} names. */
    private static MultiMap without(MultiMap dropped, MultiMap all) {
        Set<String> options = connectionOptions(all);
        MultiMap kept = MultiMap.caseInsensitiveMultiMap();
        for (Map.Entry<String, String> header : all) {
            if (!dropped.contains(header.getKey()) && !options.contains(header.getKey())) {
                kept.add(header.getKey(), header.getValue());
            }
        }
        return kept;
    }

    /** Returns the headers that {@code Connection} names. Most messages name none but {@code keep-alive}. */
    private static Set<String> connectionOptions(MultiMap all) {
        Set<String> options = Set.of();
        for (String connection : all.getAll(HttpHeaders.CONNECTION)) {
            if (!HOP_BY_HOP.contains(connection)) {
                Set<String> more = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
                more.addAll(options);
                more.addAll(List.of(connection.strip().split(" *, *")));
                options = more;
            }
        }
        return options;
    }

    /** Returns a set of names. A look-up hashes the name without regard to case, so it compares few characters. */
    private static MultiMap names(String... names) {
        MultiMap set = MultiMap.caseInsensitiveMultiMap();
        for (String name : names) {
            set.add(name, "");
        }
        return set;
    }

    /** Returns a node identifier; an IPv6 address is in brackets and quotes (RFC 7239, 6). */
    private static String node(String address) {
        return address.contains(":") ? "\"[" + address + "]\"" : address;
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
