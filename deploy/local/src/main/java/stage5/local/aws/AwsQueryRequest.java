package stage5.local.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The parameters of a request in the AWS Query protocol, or those below a prefix.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">AWS Query protocol</a>
 */
public final class AwsQueryRequest {

    private final TreeMap<String, String> parameters;
    private final String prefix;
    private final Function<String, AwsErrorException> missing;

    private AwsQueryRequest(
            TreeMap<String, String> parameters, String prefix, Function<String, AwsErrorException> missing) {
        this.parameters = parameters;
        this.prefix = prefix;
        this.missing = missing;
    }

    /**
     * Parses a form-encoded body.
     *
     * @param missing returns the service's error for a missing parameter, by its name
     * @throws AwsErrorException if the body is not form-encoded
     */
    public static AwsQueryRequest parse(String body, Function<String, AwsErrorException> missing) {
        TreeMap<String, String> parameters = new TreeMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return new AwsQueryRequest(parameters, "", missing);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AwsErrorException(400, "MalformedQueryString", "The query string is malformed");
        }
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(parameters.get(prefix + name));
    }

    /** Returns a required parameter, which may be empty; throws the service's error if it is missing. */
    public String require(String name) {
        return find(name).orElseThrow(() -> missing.apply(name));
    }

    /** Returns the structures of a list, by the list's name including the member part, such as {@code Tags.member}. */
    public List<AwsQueryRequest> list(String name) {
        List<AwsQueryRequest> members = new ArrayList<>();
        for (int i = 1; ; i++) {
            String memberPrefix = prefix + name + "." + i + ".";
            String first = parameters.ceilingKey(memberPrefix);
            if (first == null || !first.startsWith(memberPrefix)) {
                return members;
            }
            members.add(new AwsQueryRequest(parameters, memberPrefix, missing));
        }
    }

    /** Returns the texts of a list, by the list's name including the member part, such as {@code AttributeName}. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (int i = 1; ; i++) {
            String text = parameters.get(prefix + name + "." + i);
            if (text == null) {
                return texts;
            }
            texts.add(text);
        }
    }

    /** Returns a map of strings, in the request's order. */
    public Map<String, String> map(String name) {
        Map<String, String> map = new LinkedHashMap<>();
        for (AwsQueryRequest entry : list(name + ".entry")) {
            map.put(entry.require("key"), entry.find("value").orElse(""));
        }
        return map;
    }
}
