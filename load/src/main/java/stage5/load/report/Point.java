package stage5.load.report;

/** A point of a chart with the interval of its y value; without an interval, low and high equal y. */
record Point(double x, double y, double low, double high) {

    static Point of(double x, double y) {
        return new Point(x, y, y, y);
    }

    boolean hasInterval() {
        return low != high;
    }
}
