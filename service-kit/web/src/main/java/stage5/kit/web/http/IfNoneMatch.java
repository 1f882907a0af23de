package stage5.kit.web.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header {@code If-None-Match}: the representations that a client has (<a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2">RFC 9110, 13.1.2</a>). A GET of one of them is answered
 * 304.
 */
public final class IfNoneMatch {

    /** An entity tag (RFC 9110, 8.8.3); its text may contain commas. */
    private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[\\x21\\x23-\\x7e\\x80-\\xff]*\")");

    private static final Pattern SEPARATOR = Pattern.compile("[ \\t]*,[ \\t,]*");

    private final boolean any;
    private final List<String> opaqueTags;

    private IfNoneMatch(boolean any, List<String> opaqueTags) {
        this.any = any;
        this.opaqueTags = opaqueTags;
    }

    /**
     * Returns the condition in the values of all header lines, which are one list (RFC 9110, 5.3). They are joined first,
     * because the lambda form splits lines at each comma, also inside an entity tag. The list ends at its first malformed
     * element: at worst the client gets a representation that it has.
     *
     * @param values may be empty
     */
    public static IfNoneMatch of(List<String> values) {
        String list = String.join(",", values).strip();
        return list.equals("*") ? new IfNoneMatch(true, List.of()) : new IfNoneMatch(false, tags(list));
    }

    /**
     * Returns whether the client has the current representation, by weak comparison (RFC 9110, 8.8.3.2): {@code W/"1"} and
     * {@code "1"} match.
     *
     * @param entityTag of the current representation, with its quotes; null if it has none, which only {@code *} matches
     */
    public boolean matches(String entityTag) {
        if (any) {
            return true;
        }
        return entityTag != null
                && opaqueTags.contains(entityTag.startsWith("W/") ? entityTag.substring(2) : entityTag);
    }

    private static List<String> tags(String list) {
        List<String> tags = new ArrayList<>();
        Matcher separator = SEPARATOR.matcher(list);
        Matcher tag = TAG.matcher(list);
        int at = separator.lookingAt() ? separator.end() : 0;
        while (tag.find(at) && tag.start() == at) {
            tags.add(tag.group(1));
            if (!separator.find(tag.end()) || separator.start() != tag.end()) {
                break;
            }
            at = separator.end();
        }
        return tags;
    }
}
