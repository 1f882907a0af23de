package stage5.catalog.domain;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Splits texts into words for the search, without case, and without accents in the scripts whose readers regard them as
 * variants of a letter: Latin, Greek and Cyrillic. In other scripts a mark makes another letter or syllable, as in か and
 * が.
 */
public final class Words {

    /** The shortest word that a search can query: the search items are partitioned by its first characters. */
    public static final int MIN_LENGTH = 2;

    private static final Set<UnicodeScript> FOLDED =
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.GREEK, UnicodeScript.CYRILLIC);
    private static final Pattern GAPS = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+");

    private Words() {}

    /** Returns the text in plain form, that is, in lower case and without accents: "Crème" becomes "creme". */
    public static String plain(String text) {
        String lowerCase = text.toLowerCase(Locale.ROOT);
        if (isAscii(lowerCase)) {
            return lowerCase;
        }
        String decomposed = Normalizer.normalize(lowerCase, Normalizer.Form.NFD);
        // Compose again: a decomposed Korean syllable needs three times the bytes in an index key.
        return Normalizer.normalize(withoutAccents(decomposed), Normalizer.Form.NFC);
    }

    /** Returns the distinct words of a text in plain form. */
    public static SortedSet<String> of(String text) {
        return Arrays.stream(GAPS.split(plain(text)))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns whether a word in plain form is long enough for a search to query it. */
    public static boolean isSearchable(String word) {
        return word.codePointCount(0, word.length()) >= MIN_LENGTH;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(unit -> unit < 0x80);
    }

    /** Returns a decomposed text without the marks that follow no letter, or one of a folded script. */
    private static String withoutAccents(String decomposed) {
        StringBuilder kept = new StringBuilder(decomposed.length());
        boolean keepsMarks = false;
        for (int i = 0; i < decomposed.length(); ) {
            int codePoint = decomposed.codePointAt(i);
            i += Character.charCount(codePoint);
            if (isMark(codePoint)) {
                if (keepsMarks) {
                    kept.appendCodePoint(codePoint);
                }
            } else {
                keepsMarks = Character.isLetter(codePoint) && !FOLDED.contains(UnicodeScript.of(codePoint));
                kept.appendCodePoint(codePoint);
            }
        }
        return kept.toString();
    }

    private static boolean isMark(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    /** Returns the prefix of a word that names its partition. */
    public static String shard(String word) {
        return word.substring(0, word.offsetByCodePoints(0, MIN_LENGTH));
    }
}
