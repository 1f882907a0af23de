package stage5.acceptance.parity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Puts placeholders in place of what is new in each run. An id's placeholder counts by first appearance and is the same
 * wherever the id comes again, so that what belongs together is still compared. The script's own
 * traces need none, for it names them.
 */
final class Normaliser {

    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern SECRET = Pattern.compile("(?<=>\\.)[\\w-]{43}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?Z");
    private static final Pattern EPOCH = Pattern.compile("\\b1[6-9](\\d{8}|\\d{11})\\b");
    private static final Pattern SPAN = Pattern.compile("(?<=\\b00-[0-9a-f]{32}-)[0-9a-f]{16}(?=-0[01]\\b)");
    private static final Pattern FOREIGN_TRACE = Pattern.compile("(?<=\\b00-)(?!5a6e0000|4bf92f35)[0-9a-f]{32}(?=-)");
    private static final Pattern SALTED = Pattern.compile("(?<=,p=1\\$)[\\w+/]+\\$[\\w+/]+");
    private static final Pattern CURSOR = Pattern.compile("\\b[A-Za-z0-9]{48}\\b");
    private static final Pattern RATE = Pattern.compile("(?<=;)([rt])=\\d+");

    private final Map<String, String> ids = new LinkedHashMap<>();

    /** Returns the text with placeholders; ids that are new get the next ones. */
    String normalise(String text) {
        return replace(text, true);
    }

    /** Returns the text with placeholders, all ids that have none yet looking the same. */
    String peek(String text) {
        return replace(text, false);
    }

    private String replace(String text, boolean remember) {
        String known = TOKEN.matcher(text).replaceAll("<token>");
        known = CURSOR.matcher(known).replaceAll(cursor -> opened(cursor.group()));
        known = ID.matcher(known).replaceAll(id -> placeholder(id, remember));
        known = SECRET.matcher(known).replaceAll("<secret>");
        known = TIME.matcher(known).replaceAll("<time>");
        known = EPOCH.matcher(known).replaceAll("<time>");
        known = SPAN.matcher(known).replaceAll("<span>"); // which its trace tells, so before that
        known = FOREIGN_TRACE.matcher(known).replaceAll("<trace>");
        known = SALTED.matcher(known).replaceAll("<hash>");
        return RATE.matcher(known).replaceAll("$1=<n>");
    }

    /** A cursor that is nothing but an id in Base64 is compared as that id. */
    private static String opened(String cursor) {
        String inside = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.ISO_8859_1);
        return ID.matcher(inside).matches() ? "<cursor of " + inside + ">" : cursor;
    }

    private String placeholder(MatchResult id, boolean remember) {
        return remember
                ? ids.computeIfAbsent(id.group(), unseen -> "<id " + (ids.size() + 1) + ">")
                : ids.getOrDefault(id.group(), "<id>");
    }
}
