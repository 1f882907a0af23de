package stage5.load.report;

import java.util.Locale;

/** Formats numbers for readers. */
final class NumberText {

    private NumberText() {}

    /** Returns a number with two significant decimals at most, and with thousands separators. */
    static String label(double value) {
        if (value == 0) {
            return "0";
        }
        int decimals = Math.clamp(1 - (int) Math.floor(Math.log10(Math.abs(value)) + 1e-9), 0, 6);
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    /** Returns a value rounded to a number of significant digits. */
    static double rounded(double value, int digits) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        double unit = Math.pow(10, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
        return Math.round(value * unit) / unit;
    }

    /** Returns a value with three significant digits and its unit; {@code 1} is the unit of plain numbers. */
    static String amount(double value, String unit) {
        String number = label(rounded(value, 3));
        return switch (unit) {
            case "1" -> number;
            case "1/s" -> number + "/s";
            default -> number + " " + unit;
        };
    }
}
