package stage5.acceptance.parity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Replaces values that differ in each run (ids, times, tokens) by placeholders. Placeholders of ids are numbered by first
 * appearance, and one id always has the same placeholder, so that references between records are still compared. The
 * script's own trace ids are fixed and stay.
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

    /** Returns the text with placeholders; new ids get the next numbers. */
    String normalise(String text) {
        return replace(text, true);
    }

    /** Returns the text with placeholders, without assigning numbers: all new ids get the same placeholder. */
    String peek(String text) {
        return replace(text, false);
    }

    private String replace(String text, boolean remember) {
        String known = TOKEN.matcher(text).replaceAll("<token>");
        known = CURSOR.matcher(known).replaceAll(cursor -> decodeCursor(cursor.group()));
        known = ID.matcher(known).replaceAll(id -> placeholder(id, remember));
        known = SECRET.matcher(known).replaceAll("<secret>");
        known = TIME.matcher(known).replaceAll("<time>");
        known = EPOCH.matcher(known).replaceAll("<time>");
        known = SPAN.matcher(known).replaceAll("<span>"); // its pattern includes the trace id, so it comes before it
        known = FOREIGN_TRACE.matcher(known).replaceAll("<trace>");
        known = SALTED.matcher(known).replaceAll("<hash>");
        return RATE.matcher(known).replaceAll("$1=<n>");
    }

    /** Decodes a cursor that consists of an id in Base64, so that the id is compared. */
    private static String decodeCursor(String cursor) {
        String decoded = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.ISO_8859_1);
        return ID.matcher(decoded).matches() ? "<cursor of " + decoded + ">" : cursor;
    }

    private String placeholder(MatchResult id, boolean remember) {
        return remember
                ? ids.computeIfAbsent(id.group(), unseen -> "<id " + (ids.size() + 1) + ">")
                : ids.getOrDefault(id.group(), "<id>");
    }
}
