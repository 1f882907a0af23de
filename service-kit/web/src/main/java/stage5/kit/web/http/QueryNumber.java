package stage5.kit.web.http;

import stage5.kit.web.problem.ProblemException;

/**
 * Parses numbers of a query string. Resources take such parameters as text: for a number parameter that can't be parsed
 * JAX-RS responds 404 (<a href="https://jakarta.ee/specifications/restful-ws/3.1/">specification</a>, 3.2), which hides
 * the cause.
 */
public final class QueryNumber {

    private QueryNumber() {}

    /** Returns the parsed number; throws a 400 problem if it is not a whole number from {@code min} to {@code max}. */
    public static int between(int min, int max, String parameter, String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw outOfBounds(min, max, parameter);
        }
        throw outOfBounds(min, max, parameter);
    }

    private static ProblemException outOfBounds(int min, int max, String parameter) {
        return ProblemException.invalid(parameter, "must be a whole number from " + min + " to " + max);
    }
}
