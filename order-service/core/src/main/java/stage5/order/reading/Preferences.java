package stage5.order.reading;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a client would like, by <a href="https://www.rfc-editor.org/rfc/rfc7240">RFC 7240</a>. */
final class Preferences {

    static final String PREFER = "Prefer";

    private static final Pattern WAIT =
            Pattern.compile("\\s*wait\\s*=\\s*\"?(\\d{1,6})\"?\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    private Preferences() {}

    /**
     * Returns how long the client will wait for an answer, or empty where it does not say so, or not in seconds: a
     * preference that is not understood is none. The first of several counts.
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
