package stage5.order.reading;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Prefer} header of <a href="https://www.rfc-editor.org/rfc/rfc7240">RFC 7240</a>. */
final class PreferHeader {

    static final String NAME = "Prefer";

    private static final Pattern WAIT =
            Pattern.compile("\\s*wait\\s*=\\s*\"?(\\d{1,6})\"?\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    private PreferHeader() {}

    /**
     * Returns the {@code wait} preference, or empty if there is none. A preference that is not a number of seconds is
     * ignored, as RFC 7240 requires. Of several, the first counts.
     */
    static Optional<Duration> wait(List<String> prefer) {
        return prefer.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(WAIT::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .map(wait -> Duration.ofSeconds(Long.parseLong(wait.group(1))));
    }
}
