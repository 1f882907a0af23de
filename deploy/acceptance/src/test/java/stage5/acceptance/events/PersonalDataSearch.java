package stage5.acceptance.events;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import stage5.acceptance.client.TestCustomer;

/** Searches texts for planted values, and for what the customers of the suite have: see {@link TestCustomer}. */
final class PersonalDataSearch {

    /** E-mail addresses, names and passwords of the customers, access tokens, and payment tokens. */
    private static final Pattern OF_THE_SUITE =
            Pattern.compile("ada-[0-9a-f]{8}-|Ada Lovelace|correct horse|eyJ[\\w-]{10,}\\.[\\w-]+|tok_(?:ok|refused)");

    private final Pattern personal;

    /** Creates a search for each of the values, in plain text. */
    PersonalDataSearch(List<String> planted) {
        this.personal =
                Pattern.compile(Stream.concat(planted.stream().map(Pattern::quote), Stream.of(OF_THE_SUITE.pattern()))
                        .reduce((one, other) -> one + "|" + other)
                        .orElseThrow());
    }

    /** Returns whether the text contains one of the values. */
    boolean finds(String text) {
        return personal.matcher(text).find();
    }

    /** Returns those of the values, as JSON or text, that contain personal data. */
    List<String> hits(Iterable<?> texts) {
        return StreamSupport.stream(texts.spliterator(), false)
                .map(Object::toString)
                .filter(this::finds)
                .toList();
    }
}
