package stage5.kit.web.page;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import stage5.kit.web.problem.ProblemException;

/**
 * Encodes the position at which a page of a list ends, as an opaque string for the client. A cursor grants no access:
 * each page needs the same authorization checks as the first.
 */
public final class Cursor {

    private static final char SEPARATOR = '\u001f';

    private Cursor() {}

    /** Returns the cursor of a position that consists of these parts, none of them empty. */
    public static String of(String... parts) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(String.valueOf(SEPARATOR), parts).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the parts of a cursor; throws a 400 problem if it does not decode to {@code count} parts. */
    public static List<String> parts(String cursor, int count) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            List<String> parts = List.of(text.split(String.valueOf(SEPARATOR), -1));
            if (parts.size() == count && parts.stream().noneMatch(String::isEmpty)) {
                return parts;
            }
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static ProblemException invalid() {
        return ProblemException.invalid("cursor", "must be the next of an earlier page");
    }
}
