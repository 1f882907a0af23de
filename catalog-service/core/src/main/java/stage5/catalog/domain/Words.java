package stage5.catalog.domain;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words of a text as search compares them: without case and accents. */
public final class Words {

    /** The length from which a word can be searched for: the index is partitioned by that many characters. */
    public static final int MIN_LENGTH = 2;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern GAPS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Words() {}

    /** Returns the text in lower case and without accents: "Crème" is "creme". */
    public static String plain(String text) {
        String decomposed = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
        // Composed again: a decomposed Korean syllable would take three times the bytes of an index key.
        return Normalizer.normalize(MARKS.matcher(decomposed).replaceAll(""), Normalizer.Form.NFC);
    }

    /** Returns the distinct words of a text in plain form. */
    public static SortedSet<String> of(String text) {
        return Arrays.stream(GAPS.split(plain(text)))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns whether a word in plain form is long enough to be looked up. */
    public static boolean isSearchable(String word) {
        return word.codePointCount(0, word.length()) >= MIN_LENGTH;
    }

    /** Returns the beginning of a word that its index partition is named by. */
    public static String shard(String word) {
        return word.substring(0, word.offsetByCodePoints(0, MIN_LENGTH));
    }
}
