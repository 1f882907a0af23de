package stage5.kit.web.http;

import stage5.kit.web.problem.ProblemException;

/**
 * Numbers in a query string, taken as text: for a number parameter that can't be read JAX-RS answers 404 (<a
 * href="https://jakarta.ee/specifications/restful-ws/3.1/">specification</a>, 3.2), which blames the address.
 */
public final class QueryNumber {

    private QueryNumber() {}

    /** Returns the number that the text is; throws a 400 problem where it is none, or not one within the bounds. */
    public static int between(int least, int most, String parameter, String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw outOfBounds(least, most, parameter);
        }
        throw outOfBounds(least, most, parameter);
    }

    private static ProblemException outOfBounds(int least, int most, String parameter) {
        return ProblemException.invalid(parameter, "must be a whole number from " + least + " to " + most);
    }
}
