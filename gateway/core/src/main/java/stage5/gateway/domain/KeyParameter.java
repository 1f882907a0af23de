package stage5.gateway.domain;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A query parameter that a copy's key contains: which values it may have, and one form for all texts with the same
 * meaning. A service ignores an empty value, and uses its default instead.
 */
public final class KeyParameter {

    private static final Pattern NUMBER = Pattern.compile("0*([0-9]{1,9})");
    private static final Pattern GAPS = Pattern.compile("\\s+");
    /** What a decoder returns for bytes that are not UTF-8: different texts would have one form. */
    private static final String UNDECODABLE = "\ufffd";

    private final String name;
    private final boolean open;
    private final String defaultForm;
    private final Function<String, Optional<String>> form;

    private KeyParameter(String name, boolean open, String defaultForm, Function<String, Optional<String>> form) {
        this.name = Objects.requireNonNull(name, "name is missing");
        this.open = open;
        this.defaultForm = Objects.requireNonNull(defaultForm, "defaultForm is missing");
        this.form = form;
    }

    /** Returns a whole number from {@code min} to {@code max}; leading zeros have no meaning. */
    static KeyParameter number(String name, int min, int max, int defaultNumber) {
        return new KeyParameter(name, false, Integer.toString(defaultNumber), text -> Optional.of(NUMBER.matcher(text))
                .filter(matcher -> matcher.matches())
                .map(matcher -> Integer.parseInt(matcher.group(1)))
                .filter(number -> number >= min && number <= max)
                .map(number -> Integer.toString(number)));
    }

    /** Returns a parameter with a few fixed values, the first of which is the default. */
    static KeyParameter oneOf(String name, String... values) {
        return new KeyParameter(name, false, values[0], text -> Optional.of(text)
                .filter(value -> Arrays.asList(values).contains(value)));
    }

    /** Returns a parameter with any text that matches the pattern, and no default. */
    static KeyParameter matching(String name, String pattern) {
        Pattern valid = Pattern.compile(pattern);
        return new KeyParameter(name, true, "", text -> Optional.of(text)
                .filter(value -> valid.matcher(value).matches()));
    }

    /**
     * Returns a parameter with search terms, of {@code min} to {@code max} Unicode code points together. Their order,
     * their case, repetitions and the white space between them have no meaning.
     */
    static KeyParameter search(String name, int min, int max) {
        return new KeyParameter(name, true, "", text -> Optional.of(text)
                .filter(value -> !value.contains(UNDECODABLE))
                .filter(value -> {
                    int length = value.codePointCount(0, value.length());
                    return length >= min && length <= max;
                })
                .map(KeyParameter::terms)
                .filter(terms -> !terms.isEmpty()));
    }

    /** Returns the parameter's name, decoded. */
    public String name() {
        return name;
    }

    /** Returns whether a client can choose among any number of values. */
    boolean open() {
        return open;
    }

    /** Returns the one form of a decoded value, empty for the default; an empty Optional if the value is not valid. */
    Optional<String> form(String value) {
        if (value.isEmpty()) {
            return Optional.of("");
        }
        return form.apply(value).map(found -> found.equals(defaultForm) ? "" : found);
    }

    private static String terms(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        return Arrays.stream(GAPS.split(plain))
                .filter(term -> !term.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(" "));
    }
}
