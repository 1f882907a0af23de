package stage5.load.report;

/**
 * A point of a chart, and the interval that its value lies in; low and high are the value where there is none.
 */
record Point(double x, double y, double low, double high) {

    static Point of(double x, double y) {
        return new Point(x, y, y, y);
    }

    boolean hasInterval() {
        return low != high;
    }
}
