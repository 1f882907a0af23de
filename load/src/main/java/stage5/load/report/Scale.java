package stage5.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Places values on an axis, evenly or by their logarithm, and says where its ticks are. */
record Scale(double from, double to, boolean logarithmic, double start, double end) {

    private static final double[] STEPS = {1, 2, 5, 10};
    private static final int MOST_TICKS = 7;

    /** Returns a linear scale from 0 to a round number above the highest value. */
    static Scale linear(DoubleStream values, double start, double end) {
        double highest = values.max().orElse(1);
        double step = step(highest <= 0 ? 1 : highest);
        return new Scale(0, Math.ceil(highest / step + 1e-9) * step, false, start, end);
    }

    /** Returns a logarithmic scale, from the 1, 2 or 5 below the lowest value to the one above the highest. */
    static Scale logarithmic(DoubleStream values, double start, double end) {
        double[] positive = values.filter(value -> value > 0).toArray();
        double lowest = DoubleStream.of(positive).min().orElse(1);
        double highest = DoubleStream.of(positive).max().orElse(10);
        return new Scale(below(lowest), above(Math.max(highest, lowest * 2)), true, start, end);
    }

    double place(double value) {
        double share = logarithmic
                ? Math.log(Math.clamp(value, from, to) / from) / Math.log(to / from)
                : (Math.clamp(value, from, to) - from) / (to - from);
        return start + share * (end - start);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            boolean few = Math.log10(to / from) <= 2.5;
            for (double decade = Math.pow(10, Math.floor(Math.log10(from) + 1e-9));
                    decade <= to * 1.0001;
                    decade *= 10) {
                for (double step : few ? new double[] {1, 2, 5} : new double[] {1}) {
                    if (decade * step >= from * 0.9999 && decade * step <= to * 1.0001) {
                        ticks.add(decade * step);
                    }
                }
            }
        } else {
            double step = step(to);
            for (int i = 0; from + i * step <= to * 1.0001; i++) {
                ticks.add(from + i * step);
            }
        }
        return ticks;
    }

    /** Returns a number as briefly as it is still told from its neighbours. */
    static String label(double value) {
        if (value == 0) {
            return "0";
        }
        int decimals = Math.clamp(1 - (int) Math.floor(Math.log10(Math.abs(value)) + 1e-9), 0, 6);
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    private static double step(double highest) {
        double decade = Math.pow(10, Math.floor(Math.log10(highest / MOST_TICKS)));
        for (double step : STEPS) {
            if (highest / (decade * step) <= MOST_TICKS) {
                return decade * step;
            }
        }
        return decade * 10;
    }

    private static double below(double value) {
        double decade = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
        double found = decade;
        for (double step : new double[] {2, 5}) {
            if (decade * step <= value * 1.0001) {
                found = decade * step;
            }
        }
        return found;
    }

    private static double above(double value) {
        double decade = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
        for (double step : STEPS) {
            if (decade * step >= value * 0.9999) {
                return decade * step;
            }
        }
        return decade * 10;
    }
}
