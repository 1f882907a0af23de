package stage5.load.report;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Writes SVG elements; styles stand in the report's CSS. */
final class Svg {

    private final StringBuilder out = new StringBuilder();

    static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** @param anchor {@code start}, {@code middle} or {@code end} */
    Svg text(double x, double y, String anchor, String style, String text) {
        out.append("<text x='%s' y='%s' text-anchor='%s' class='%s'>%s</text>\n"
                .formatted(number(x), number(y), anchor, style, Html.escape(text)));
        return this;
    }

    Svg line(double x1, double y1, double x2, double y2, String style) {
        out.append("<line x1='%s' y1='%s' x2='%s' y2='%s' class='%s'/>\n"
                .formatted(number(x1), number(y1), number(x2), number(y2), style));
        return this;
    }

    Svg line(double x1, double y1, double x2, double y2, Look look) {
        out.append("<line x1='%s' y1='%s' x2='%s' y2='%s' stroke='%s' stroke-width='2'%s/>\n"
                .formatted(number(x1), number(y1), number(x2), number(y2), look.colour(), dash(look)));
        return this;
    }

    Svg path(List<double[]> points, Look look) {
        StringJoiner line = new StringJoiner(" ");
        points.forEach(point -> line.add(number(point[0]) + "," + number(point[1])));
        out.append("<polyline points='%s' fill='none' stroke='%s' stroke-width='2'%s/>\n"
                .formatted(line, look.colour(), dash(look)));
        return this;
    }

    Svg area(List<double[]> points, Look look) {
        StringJoiner line = new StringJoiner(" ");
        points.forEach(point -> line.add(number(point[0]) + "," + number(point[1])));
        out.append(
                "<polygon points='%s' fill='%s' fill-opacity='.18' stroke='none'/>\n".formatted(line, look.colour()));
        return this;
    }

    Svg rectangle(double x, double y, double width, double height, String style) {
        out.append("<rect x='%s' y='%s' width='%s' height='%s' class='%s'/>\n"
                .formatted(number(x), number(y), number(width), number(height), style));
        return this;
    }

    Svg bar(double x, double y, double width, double height, Look look) {
        out.append("<rect x='%s' y='%s' width='%s' height='%s' fill='%s' stroke='#fff' stroke-width='.5'/>\n"
                .formatted(number(x), number(y), number(width), number(height), look.colour()));
        return this;
    }

    Svg marker(double x, double y, Look look) {
        String shape =
                switch (look.marker()) {
                    case CIRCLE -> "<circle cx='%s' cy='%s' r='4'".formatted(number(x), number(y));
                    case SQUARE ->
                        "<rect x='%s' y='%s' width='7' height='7'".formatted(number(x - 3.5), number(y - 3.5));
                    case TRIANGLE -> polygon(x, y - 5, x + 4.6, y + 3.5, x - 4.6, y + 3.5);
                    case DOWN -> polygon(x, y + 5, x + 4.6, y - 3.5, x - 4.6, y - 3.5);
                    case DIAMOND -> polygon(x, y - 5, x + 5, y, x, y + 5, x - 5, y);
                    case CROSS ->
                        polygon(
                                x - 1.5, y - 5, x + 1.5, y - 5, x + 1.5, y - 1.5, x + 5, y - 1.5, x + 5, y + 1.5,
                                x + 1.5, y + 1.5, x + 1.5, y + 5, x - 1.5, y + 5, x - 1.5, y + 1.5, x - 5, y + 1.5,
                                x - 5, y - 1.5, x - 1.5, y - 1.5);
                };
        out.append(shape).append(" fill='%s' stroke='#fff' stroke-width='1'/>\n".formatted(look.colour()));
        return this;
    }

    /** Returns the whole picture, with what a screen reader says of it. */
    String picture(double width, double height, String id, String title, String description) {
        return """
                <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %s %s' role='img' aria-labelledby='%s-title %s-desc'>
                <title id='%s-title'>%s</title>
                <desc id='%s-desc'>%s</desc>
                %s</svg>
                """.formatted(
                number(width), number(height), id, id, id, Html.escape(title), id, Html.escape(description), out);
    }

    private static String polygon(double... coordinates) {
        StringJoiner points = new StringJoiner(" ");
        for (int i = 0; i < coordinates.length; i += 2) {
            points.add(number(coordinates[i]) + "," + number(coordinates[i + 1]));
        }
        return "<polygon points='%s'".formatted(points);
    }

    private static String dash(Look look) {
        return look.dash().isEmpty() ? "" : " stroke-dasharray='%s'".formatted(look.dash());
    }
}
