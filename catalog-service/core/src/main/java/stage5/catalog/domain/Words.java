package stage5.catalog.domain;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Splits texts into words for the search, without case and accents. */
public final class Words {

    /** The shortest word that a search can query: the search items are partitioned by its first characters. */
    public static final int MIN_LENGTH = 2;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern GAPS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Words() {}

    /** Returns the text in plain form, that is, in lower case and without accents: "Crème" becomes "creme". */
    public static String plain(String text) {
        String decomposed = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
        // Compose again: a decomposed Korean syllable needs three times the bytes in an index key.
        return Normalizer.normalize(MARKS.matcher(decomposed).replaceAll(""), Normalizer.Form.NFC);
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

    /** Returns the prefix of a word that names its partition. */
    public static String shard(String word) {
        return word.substring(0, word.offsetByCodePoints(0, MIN_LENGTH));
    }
}
