package stage5.local.apigateway;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Headers that apply to one connection only. An intermediary does not forward them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1">RFC 9110, Connection</a>
 */
final class HopByHopHeaders {

    private static final String CONNECTION = "connection";
    private static final Set<String> NAMES =
            Set.of(CONNECTION, "expect", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade");

    private HopByHopHeaders() {}

    /** Removes these headers, and those that {@code connection} lists. The header names must be in lower case. */
    static void remove(Map<String, String> headers) {
        String connection = headers.getOrDefault(CONNECTION, "");
        for (String named : connection.split(",")) {
            headers.remove(named.strip().toLowerCase(Locale.ROOT));
        }
        headers.keySet().removeAll(NAMES);
    }
}
