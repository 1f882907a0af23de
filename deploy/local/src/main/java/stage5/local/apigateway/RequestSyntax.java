package stage5.local.apigateway;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rejects what a function could not see: an event has neither the framing of a request nor the form of its target. AWS does
 * not document these responses, so they follow RFC 9110 and RFC 9112.
 */
final class RequestSyntax {

    private static final String CHUNKED = "chunked";
    private static final String CONTINUE = "100-continue";

    /**
     * Visible ASCII without what must be percent-encoded: in a path by RFC 3986, in a query by the URL standard of browsers
     * (WHATWG, query percent-encode set).
     */
    private static final Pattern VALID =
            Pattern.compile("[\\x21-\\x7E&&[^\"<>\\\\^`{|}#?]]*(\\?[\\x21-\\x7E&&[^\"<>#]]*)?");

    private RequestSyntax() {}

    /** Returns the response to an invalid request; empty if it is valid. */
    static Optional<FunctionResponse> refusal(HttpServerRequest request) {
        if (!hasOneHost(request) || !hasValidTarget(request)) {
            return Optional.of(GatewayResponses.BAD_REQUEST);
        }
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        if (!codings.isEmpty() && request.version() == HttpVersion.HTTP_1_0) {
            return Optional.of(GatewayResponses.BAD_REQUEST); // RFC 9112, 6.1
        }
        if (codings.size() > 1 || !codings.stream().allMatch(CHUNKED::equalsIgnoreCase)) {
            return Optional.of(GatewayResponses.NOT_IMPLEMENTED); // RFC 9112, 6.1
        }
        return expectsMore(request) ? Optional.of(GatewayResponses.EXPECTATION_FAILED) : Optional.empty();
    }

    /**
     * Returns whether the connection must end with this request: the HTTP decoder ignores a {@code Content-Length} beside
     * {@code Transfer-Encoding}, and does not report it (RFC 9112, 6.1).
     */
    static boolean isLast(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /** RFC 9112, 3.2. */
    private static boolean hasOneHost(HttpServerRequest request) {
        int hosts = request.headers().getAll(HttpHeaders.HOST).size();
        return hosts == 1 || (hosts == 0 && request.version() == HttpVersion.HTTP_1_0);
    }

    /** Returns whether the target is a path, an HTTP URI without user information (RFC 9110, 4.2.4), or an asterisk. */
    private static boolean hasValidTarget(HttpServerRequest request) {
        String target = request.uri();
        boolean form = target.startsWith("/") || target.equals("*") || target.matches("(?i)https?://[^/?#@]+([/?].*)?");
        return form && VALID.matcher(target).matches() && isUtf8(request.path());
    }

    /** Returns whether a path has valid percent-encoding of valid UTF-8. An event has the decoded path. */
    private static boolean isUtf8(String path) {
        try {
            String bytes = QueryStringDecoder.decodeComponent(path, StandardCharsets.ISO_8859_1);
            StandardCharsets.UTF_8.newDecoder().decode(StandardCharsets.ISO_8859_1.encode(bytes));
            return true;
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return false;
        }
    }

    /** RFC 9110, 10.1.1: an expectation in HTTP/1.0 is ignored. */
    private static boolean expectsMore(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1
                && !request.headers().getAll(HttpHeaders.EXPECT).stream().allMatch(CONTINUE::equalsIgnoreCase);
    }
}
