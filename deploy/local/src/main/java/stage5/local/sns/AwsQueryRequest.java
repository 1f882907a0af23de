package stage5.local.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The parameters of a request in the AWS Query protocol, or those below a prefix.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">AWS Query protocol</a>
 */
final class AwsQueryRequest {

    private final TreeMap<String, String> parameters;
    private final String prefix;

    private AwsQueryRequest(TreeMap<String, String> parameters, String prefix) {
        this.parameters = parameters;
        this.prefix = prefix;
    }

    /**
     * Parses a form-encoded body.
     *
     * @throws SnsErrorException if the body is not form-encoded
     */
    static AwsQueryRequest parse(String body) {
        TreeMap<String, String> parameters = new TreeMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return new AwsQueryRequest(parameters, "");
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw new SnsErrorException(400, "MalformedQueryString", "The query string is malformed");
        }
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(parameters.get(prefix + name));
    }

    /** Returns a required parameter, which may be empty; throws {@link SnsErrorException} if it is missing. */
    String require(String name) {
        return find(name).orElseThrow(() -> SnsErrorException.invalidParameter(name));
    }

    /** Returns the structures of a list, by the list's name including the member part, such as {@code Tags.member}. */
    List<AwsQueryRequest> list(String name) {
        List<AwsQueryRequest> members = new ArrayList<>();
        for (int i = 1; ; i++) {
            String memberPrefix = prefix + name + "." + i + ".";
            String first = parameters.ceilingKey(memberPrefix);
            if (first == null || !first.startsWith(memberPrefix)) {
                return members;
            }
            members.add(new AwsQueryRequest(parameters, memberPrefix));
        }
    }

    /** Returns a map of strings, in the request's order. */
    Map<String, String> map(String name) {
        Map<String, String> map = new LinkedHashMap<>();
        for (AwsQueryRequest entry : list(name + ".entry")) {
            map.put(entry.require("key"), entry.find("value").orElse(""));
        }
        return map;
    }
}
