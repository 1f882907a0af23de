package stage5.gateway.admission;

import io.netty.channel.socket.SocketChannel;
import io.netty.util.AttributeKey;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stage5.gateway.domain.RouteMethods;
import stage5.kit.web.problem.ProblemException;
import stage5.kit.web.problem.ProblemWriter;

/**
 * Rejects requests that are not well-formed by RFC 9110 and RFC 9112, or that a service could read differently than the
 * gateway, before anything else looks at them. What the HTTP decoder rejects goes to {@link InvalidRequestHandler}.
 */
@Singleton
public final class RequestSyntax {

    /** Before all other filters, which rely on valid targets. */
    private static final int PRIORITY = 300;

    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS,
            HttpMethod.TRACE,
            HttpMethod.CONNECT);

    /** Headers of which a request has at most one line, besides those that the decoder checks. */
    private static final List<String> SINGLE = List.of("Authorization", "Content-Type", "Idempotency-Key");

    private static final int MAX_HEADERS = 256;
    private static final char DELETE = 0x7f;
    private static final String CHUNKED = "chunked";
    private static final String CONTINUE = "100-continue";
    private static final String CHECKED = RequestSyntax.class.getName();
    private static final AttributeKey<Boolean> LAST = AttributeKey.valueOf(RequestSyntax.class, "last");

    private final ProblemWriter problems;
    private final DateHeader date;

    RequestSyntax(ProblemWriter problems, DateHeader date) {
        this.problems = problems;
        this.date = date;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    /** Vert.x fails requests without host, and with a target that is no path, before any filter runs. */
    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::answerUnrouted);
    }

    private void answerUnrouted(RoutingContext context) {
        if (context.get(CHECKED) != null) {
            context.next();
            return;
        }
        HttpServerRequest request = context.request();
        if (mustClose(request)) {
            request.connection().close();
            return;
        }
        date.add(context);
        Optional<ProblemException> error = error(request);
        if (error.isPresent()) {
            reject(context, error.get());
        } else if (isAsterisk(request)) {
            context.response()
                    .setStatusCode(204)
                    .putHeader("Allow", RouteMethods.allowAnywhere())
                    .end();
        } else if (context.statusCode() == 404) {
            problems.write(context, notFound());
        } else {
            reject(context, ProblemException.invalid("target", "is not valid"));
        }
    }

    private void check(RoutingContext context) {
        context.put(CHECKED, true);
        HttpServerRequest request = context.request();
        if (mustClose(request)) {
            request.connection().close();
            return;
        }
        Optional<ProblemException> error = error(request);
        if (error.isPresent()) {
            reject(context, error.get());
        } else if (request.path().indexOf(';') >= 0 || leaves(request.path(), context.normalizedPath())) {
            problems.write(context, notFound());
        } else {
            if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
                closeAfter(context);
            }
            context.next();
        }
    }

    private void reject(RoutingContext context, ProblemException error) {
        closeAfter(context);
        problems.write(context, error);
    }

    /**
     * Returns whether a path leads elsewhere than it says, by dot segments or encoding: what protects {@code /q} at the edge
     * looks at the first segment.
     */
    private static boolean leaves(String path, String normalized) {
        return !firstSegment(path).equals(firstSegment(normalized));
    }

    private static String firstSegment(String path) {
        int end = path.indexOf('/', 1);
        return end < 0 ? path : path.substring(0, end);
    }

    private static ProblemException notFound() {
        return ProblemException.of(404, "not-found", "Not Found", "There is nothing at this address.");
    }

    private static boolean isAsterisk(HttpServerRequest request) {
        return request.method() == HttpMethod.OPTIONS && request.uri().equals("*");
    }

    private static Optional<ProblemException> error(HttpServerRequest request) {
        if (!METHODS.contains(request.method())) {
            return Optional.of(ProblemException.of(
                    501,
                    "unknown-method",
                    "Not implemented",
                    "No address takes that method; methods are in capitals."));
        }
        if (request.headers().size() > MAX_HEADERS) {
            return Optional.of(ProblemException.of(
                    431, "too-many-headers", "Too many headers", "A request has at most " + MAX_HEADERS + " headers."));
        }
        return codingError(request)
                .or(() -> hostError(request))
                .or(() -> targetError(request))
                .or(() -> headerError(request.headers()))
                .map(each -> ProblemException.invalid(each.field(), each.message()))
                .or(() -> expectation(request));
    }

    private static Optional<Fault> codingError(HttpServerRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        // In the lambda form API Gateway has read the body, and Quarkus states both lengths of it.
        if (codings.isEmpty() || socket(request).isEmpty()) {
            return Optional.empty();
        }
        boolean valid = codings.size() == 1
                && codings.getFirst().equalsIgnoreCase(CHUNKED)
                && request.version() != HttpVersion.HTTP_1_0
                && !request.headers().contains(HttpHeaders.CONTENT_LENGTH);
        return valid
                ? Optional.empty()
                : fault("Transfer-Encoding", "must be chunked, in HTTP/1.1, without Content-Length");
    }

    /** Checks the authority; that of an absolute target replaces {@code Host} (RFC 9112, 3.2.2). */
    private static Optional<Fault> hostError(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
        if (request.version() == HttpVersion.HTTP_2) {
            return Optional.empty(); // the decoder has checked :authority
        }
        if (hosts.isEmpty() && request.version() == HttpVersion.HTTP_1_0) {
            return Optional.empty();
        }
        if (hosts.size() != 1 || !HostSyntax.isValid(hosts.getFirst())) {
            return fault("Host", "must be one line with a host and, optionally, a port");
        }
        return Optional.empty();
    }

    private static Optional<Fault> targetError(HttpServerRequest request) {
        String target = request.uri();
        if (isAsterisk(request)) {
            return Optional.empty();
        }
        int authority = authorityStart(target);
        if (authority > 0) {
            int end = authorityEnd(target, authority);
            if (!HostSyntax.isValid(target.substring(authority, end))) {
                return fault("target", "has an invalid host");
            }
            request.headers().set(HttpHeaders.HOST, target.substring(authority, end));
            target = end < target.length() && target.charAt(end) == '/' ? target.substring(end) : "/";
        }
        return TargetSyntax.error(target).map(message -> new Fault("target", message));
    }

    private static Optional<Fault> headerError(MultiMap headers) {
        for (String name : SINGLE) {
            if (headers.getAll(name).size() > 1) {
                return fault(name, "must be one line");
            }
        }
        // API Gateway joins two lines with a comma, and Quarkus splits them there: both forms must give the same
        // answer.
        if (headers.contains(HttpHeaders.AUTHORIZATION)
                && headers.get(HttpHeaders.AUTHORIZATION).indexOf(',') >= 0) {
            return fault("Authorization", "must have no comma");
        }
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().isEmpty()) {
                return fault("header", "has no name");
            }
            if (hasControl(header.getValue())) {
                return fault(header.getKey(), "has a control character");
            }
        }
        return Optional.empty();
    }

    /** The decoder accepts a carriage return within a value, which some servers take for the end of a line (RFC 9110, 5.5). */
    private static boolean hasControl(String value) {
        for (int i = 0; i < value.length(); i++) {
            char each = value.charAt(i);
            if ((each < ' ' && each != '\t') || each == DELETE) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns a 417 problem for an expectation that is not known (RFC 9110, 10.1.1). One in HTTP/1.0 is ignored, as it
     * says.
     */
    private static Optional<ProblemException> expectation(HttpServerRequest request) {
        List<String> expected = request.headers().getAll(HttpHeaders.EXPECT);
        if (expected.isEmpty()) {
            return Optional.empty();
        }
        if (request.version() == HttpVersion.HTTP_1_0) {
            request.headers().remove(HttpHeaders.EXPECT);
            return Optional.empty();
        }
        return expected.stream().allMatch(CONTINUE::equalsIgnoreCase)
                ? Optional.empty()
                : Optional.of(ProblemException.of(
                        417, "expectation-failed", "Expectation failed", "The only expectation is 100-continue."));
    }

    /**
     * Closes the connection after this response. Bytes that follow may be the rest of a body: the decoder ignores a {@code
     * Content-Length} beside {@code Transfer-Encoding}, as RFC 9112, 6.1 permits if the connection is closed, but does not
     * report it. HTTP/2 has no such requests, and a function has no socket: there {@code Connection} would be wrong (RFC 9113,
     * 8.2.2).
     */
    private static void closeAfter(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.version() == HttpVersion.HTTP_2) {
            return;
        }
        socket(request).ifPresent(socket -> {
            socket.attr(LAST).set(true);
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.addEndHandler(end -> request.connection().close());
        });
    }

    /** Returns the socket that a request came by; empty in the lambda form. */
    private static Optional<SocketChannel> socket(HttpServerRequest request) {
        return request.connection() instanceof ConnectionBase connection
                        && connection.channel() instanceof SocketChannel socket
                ? Optional.of(socket)
                : Optional.empty();
    }

    /** Returns whether a request gets no response: its version is unknown, or it follows the last one of its connection. */
    private static boolean mustClose(HttpServerRequest request) {
        return request.version() == null
                || (request.version() != HttpVersion.HTTP_2
                        && socket(request)
                                .filter(socket -> socket.hasAttr(LAST))
                                .isPresent());
    }

    /** Returns where the authority of a target in absolute-form starts; 0 if the target has another form. */
    private static int authorityStart(String target) {
        for (String scheme : List.of("http://", "https://")) {
            if (target.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return scheme.length();
            }
        }
        return 0;
    }

    private static int authorityEnd(String target, int start) {
        int end = start;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static Optional<Fault> fault(String field, String message) {
        return Optional.of(new Fault(field, message));
    }

    /** What is wrong with a request, and where. */
    private record Fault(String field, String message) {}
}
