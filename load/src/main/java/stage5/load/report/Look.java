package stage5.load.report;

import java.util.List;

/**
 * How a series looks: a colour that the colour-blind can tell from the others (Okabe and Ito, "Color Universal Design",
 * https://jfly.uni-koeln.de/color/), and a dash and a marker for those who print in grey. The green is
 * another, and brown stands for the light blue and the yellow, which have too little contrast with white (WCAG 2.2,
 * 1.4.11: 3 to 1); LookTests has the figures.
 *
 * @param dash as SVG's {@code stroke-dasharray}; empty for a solid line
 */
record Look(String colour, String dash, Marker marker) {

    enum Marker {
        CIRCLE,
        SQUARE,
        TRIANGLE,
        DIAMOND,
        CROSS,
        DOWN
    }

    static final List<Look> ALL = List.of(
            new Look("#0072B2", "", Marker.CIRCLE),
            new Look("#D55E00", "7 3", Marker.SQUARE),
            new Look("#00A857", "2 3", Marker.TRIANGLE),
            new Look("#CC79A7", "10 3 2 3", Marker.DIAMOND),
            new Look("#000000", "4 2 1 2", Marker.CROSS),
            new Look("#6E4600", "12 4", Marker.DOWN));

    /** Returns the same without a dash, for what is too short to have one. */
    Look solid() {
        return new Look(colour, "", marker);
    }

    /** Returns the look of the n-th series, again from the first when all are used up. */
    static Look of(int series) {
        return ALL.get(series % ALL.size());
    }
}
