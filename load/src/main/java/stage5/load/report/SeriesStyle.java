package stage5.load.report;

import java.util.Arrays;
import java.util.List;

/**
 * The style of a series in a chart. The colours are distinct for colour-blind readers (Okabe and Ito, "Color Universal
 * Design", https://jfly.uni-koeln.de/color/) and have a contrast of at least 3 to 1 with white (WCAG 2.2, 1.4.11), for
 * which two of the original colours are replaced; SeriesStyleTests checks both. Dashes and markers are distinct in
 * grey.
 *
 * @param dash lengths of dashes and gaps, separated by spaces; empty for a solid line
 */
record SeriesStyle(String colour, String dash, Marker marker) {

    /** A marker: a point style of Chart.js and its rotation in degrees. */
    enum Marker {
        CIRCLE("circle", 0),
        SQUARE("rect", 0),
        TRIANGLE("triangle", 0),
        DIAMOND("rectRot", 0),
        CROSS("cross", 0),
        DOWN("triangle", 180);

        private final String pointStyle;
        private final int rotation;

        Marker(String pointStyle, int rotation) {
            this.pointStyle = pointStyle;
            this.rotation = rotation;
        }

        String pointStyle() {
            return pointStyle;
        }

        int rotation() {
            return rotation;
        }
    }

    static final List<SeriesStyle> ALL = List.of(
            new SeriesStyle("#0072B2", "", Marker.CIRCLE),
            new SeriesStyle("#D55E00", "7 3", Marker.SQUARE),
            new SeriesStyle("#00A857", "2 3", Marker.TRIANGLE),
            new SeriesStyle("#CC79A7", "10 3 2 3", Marker.DIAMOND),
            new SeriesStyle("#000000", "4 2 1 2", Marker.CROSS),
            new SeriesStyle("#6E4600", "12 4", Marker.DOWN));

    /** Returns the style of the n-th series; styles repeat after the last. */
    static SeriesStyle of(int series) {
        return ALL.get(series % ALL.size());
    }

    /** Returns the lengths of dashes and gaps; empty for a solid line. */
    List<Integer> dashes() {
        return dash.isEmpty()
                ? List.of()
                : Arrays.stream(dash.split(" ")).map(Integer::valueOf).toList();
    }

    /** Returns the colour with 18 % opacity, for areas. */
    String area() {
        return colour + "2E";
    }
}
