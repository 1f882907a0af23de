package stage5.gateway.admission;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Checks request targets (<a href="https://www.rfc-editor.org/rfc/rfc3986">RFC 3986</a>, RFC 9112, 3.2). A target that two
 * servers could read as different paths is invalid, although RFC 3986 permits it: this is how a request passes a check for
 * one path and reaches another.
 */
final class TargetSyntax {

    /** The printable ASCII characters that a path must percent-encode. */
    private static final String NOT_IN_PATH = "\"<>\\^`{|}[]#";

    /** Fewer, because browsers send the others in a query (WHATWG URL, query percent-encode set). */
    private static final String NOT_IN_QUERY = "\"<>#";

    private static final int FIRST_VISIBLE = 0x21;
    private static final int LAST_VISIBLE = 0x7e;
    private static final int HEX = 16;

    private TargetSyntax() {}

    /** Returns why a target in origin-form is invalid; empty if it is valid. */
    static Optional<String> error(String target) {
        if (!target.startsWith("/")) {
            return Optional.of("must be a path, or a URI of the scheme http or https");
        }
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        if (hasOther(path, NOT_IN_PATH) || (question >= 0 && hasOther(target.substring(question + 1), NOT_IN_QUERY))) {
            return Optional.of("has a character that must be percent-encoded");
        }
        if (target.indexOf('%') < 0) {
            return Optional.empty();
        }
        if (!isEncoding(target)) {
            return Optional.of("has a percent sign that is not followed by two hexadecimal digits");
        }
        return pathError(path);
    }

    private static Optional<String> pathError(String path) {
        Optional<String> decoded = text(path);
        if (decoded.isEmpty()) {
            return Optional.of("is not encoded in UTF-8");
        }
        if (decoded.get().chars().anyMatch(Character::isISOControl)) {
            return Optional.of("has a control character");
        }
        for (String segment : path.split("/")) {
            if (hidesDots(segment)) {
                return Optional.of("has an encoded path within a segment");
            }
        }
        return Optional.empty();
    }

    /**
     * Returns whether a segment contains a dot segment once it is decoded. {@code %2e%2e} alone hides nothing: it is a dot
     * segment, which normalisation removes.
     */
    private static boolean hidesDots(String segment) {
        String decoded = segment;
        for (boolean first = true; decoded.indexOf('%') >= 0 && isEncoding(decoded); first = false) {
            Optional<String> next = text(decoded);
            if (next.isEmpty()) {
                return true;
            }
            decoded = next.get();
            boolean several = decoded.chars().anyMatch(each -> "/\\;".indexOf(each) >= 0);
            if ((several || !first) && hasDots(decoded)) {
                return true;
            }
        }
        return false;
    }

    /** Some servers ignore what follows a semicolon in a segment, its matrix parameters. */
    private static boolean hasDots(String path) {
        for (String segment : path.split("[/\\\\]")) {
            String name = segment.replaceFirst(";.*", "");
            if (name.equals(".") || name.equals("..")) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasOther(String text, String forbidden) {
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each < FIRST_VISIBLE || each > LAST_VISIBLE || forbidden.indexOf(each) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEncoding(String text) {
        for (int percent = text.indexOf('%'); percent >= 0; percent = text.indexOf('%', percent + 1)) {
            if (percent + 2 >= text.length()
                    || Character.digit(text.charAt(percent + 1), HEX) < 0
                    || Character.digit(text.charAt(percent + 2), HEX) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the decoded text; empty if it is not well-formed UTF-8. */
    private static Optional<String> text(String encoded) {
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length() * 3);
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.charAt(i) == '%' && i + 2 < encoded.length()) {
                bytes.put((byte) Integer.parseInt(encoded, i + 1, i + 3, HEX));
                i += 2;
            } else {
                bytes.put(String.valueOf(encoded.charAt(i)).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
