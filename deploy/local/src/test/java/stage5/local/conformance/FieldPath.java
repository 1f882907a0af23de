package stage5.local.conformance;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths such as {@code Messages[0].Body}, and JSON pointers such as {@code /Messages/0/Body}. */
final class FieldPath {

    private static final Pattern SEGMENT = Pattern.compile("([^.\\[\\]]+)|\\[(\\d+)]");

    private FieldPath() {}

    /** Returns the value at the path; a missing node if there is none. */
    static JsonNode find(JsonNode root, String path) {
        if (path.startsWith("/")) {
            return root.at(JsonPointer.compile(path));
        }
        JsonNode found = root;
        Matcher segments = SEGMENT.matcher(path);
        while (segments.find()) {
            found = segments.group(1) == null
                    ? found.path(Integer.parseInt(segments.group(2)))
                    : found.path(segments.group(1));
        }
        return found;
    }
}
