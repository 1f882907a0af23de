package stage5.local.fault;

import stage5.local.http.InvalidFieldException;

/** Checks the values of fault settings and replaces null by the default. */
public final class Bounds {

    private Bounds() {}

    /**
     * Returns a share between 0 and 1.
     *
     * @throws InvalidFieldException if the value is out of bounds
     */
    public static double share(String field, Double value, double defaultValue) {
        double share = value == null ? defaultValue : value;
        if (!(share >= 0 && share <= 1)) {
            throw new InvalidFieldException(field, "must lie between 0 and 1");
        }
        return share;
    }

    /**
     * Returns a whole number between the bounds, inclusive.
     *
     * @throws InvalidFieldException if the value is out of bounds
     */
    public static int number(String field, Integer value, int defaultValue, int least, int most) {
        int number = value == null ? defaultValue : value;
        if (number < least || number > most) {
            throw new InvalidFieldException(field, "must lie between %d and %d".formatted(least, most));
        }
        return number;
    }

    /** Returns the seed; 1 if it is null. */
    public static long seed(Long value) {
        return value == null ? 1 : value;
    }
}
