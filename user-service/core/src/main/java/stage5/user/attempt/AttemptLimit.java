package stage5.user.attempt;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * A limit of attempts: a token bucket that is full at first and refills at a constant rate.
 *
 * @param burst the capacity in attempts
 * @param window the time in which an empty bucket fills up
 */
public record AttemptLimit(int burst, Duration window) {

    private static final String SEPARATOR = " in ";

    public AttemptLimit {
        if (burst < 1 || window.toMillis() < 1) {
            throw new IllegalArgumentException("A limit must allow 1 attempt or more in 1 ms or more");
        }
    }

    /**
     * Parses a limit such as {@code 10 in PT1H}; throws {@link IllegalArgumentException} if it has another format. The
     * configuration calls it.
     */
    public static AttemptLimit of(String text) {
        int separator = text.indexOf(SEPARATOR);
        try {
            return new AttemptLimit(
                    Integer.parseInt(text.substring(0, Math.max(0, separator)).strip()),
                    Duration.parse(
                            text.substring(separator + SEPARATOR.length()).strip()));
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new IllegalArgumentException("Write a limit of attempts as \"10 in PT1H\", not \"" + text + "\"", e);
        }
    }
}
