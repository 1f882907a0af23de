package stage5.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that the series of a chart are distinct for every reader. */
class SeriesStyleTests {

    /** Colour vision as matrices on linear RGB: Machado, Oliveira and Fernandes 2009, severity 1. */
    private enum Sight {
        USUAL(1, 0, 0, 0, 1, 0, 0, 0, 1),
        PROTANOPIA(0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998),
        DEUTERANOPIA(0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881),
        TRITANOPIA(1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900);

        private final double[] matrix;

        Sight(double... matrix) {
            this.matrix = matrix;
        }

        double[] see(double[] rgb) {
            return IntStream.range(0, 3)
                    .mapToDouble(row -> Math.clamp(
                            IntStream.range(0, 3)
                                    .mapToDouble(i -> matrix[3 * row + i] * rgb[i])
                                    .sum(),
                            0,
                            1))
                    .toArray();
        }
    }

    /** An easily visible CIE 1976 difference; the least visible one is 2.3. */
    private static final double EASILY_VISIBLE = 20;

    @Test
    void shouldContrastWithWhite_whenDrawnOnPaper() {
        assertThat(SeriesStyle.ALL).allSatisfy(style -> assertThat(1.05 / (luminance(linear(style.colour())) + 0.05))
                .as(style.colour())
                .isGreaterThan(3.0));
    }

    @ParameterizedTest
    @EnumSource(Sight.class)
    void shouldHaveDistinctColours_whenSeenWith(Sight sight) {
        pairs().forEach(pair -> assertThat(
                        difference(lab(sight.see(linear(pair[0].colour()))), lab(sight.see(linear(pair[1].colour())))))
                .as("%s and %s", pair[0].colour(), pair[1].colour())
                .isGreaterThan(EASILY_VISIBLE));
    }

    @Test
    void shouldHaveDistinctDashesAndMarkers_whenPrintedInGrey() {
        pairs().forEach(pair -> {
            assertThat(pair[0].dash()).isNotEqualTo(pair[1].dash());
            assertThat(pair[0].marker()).isNotEqualTo(pair[1].marker());
        });
    }

    private static Stream<SeriesStyle[]> pairs() {
        return IntStream.range(0, SeriesStyle.ALL.size()).boxed().flatMap(i -> IntStream.range(0, i)
                .mapToObj(j -> new SeriesStyle[] {SeriesStyle.ALL.get(i), SeriesStyle.ALL.get(j)}));
    }

    private static double[] linear(String hex) {
        return IntStream.of(1, 3, 5)
                .mapToDouble(at -> Integer.parseInt(hex.substring(at, at + 2), 16) / 255.0)
                .map(part -> part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4))
                .toArray();
    }

    private static double luminance(double[] rgb) {
        return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    }

    private static double[] lab(double[] rgb) {
        double x = root((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505);
        double y = root(luminance(rgb));
        double z = root((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double root(double share) {
        return share > 0.008856 ? Math.cbrt(share) : 7.787 * share + 16.0 / 116;
    }

    private static double difference(double[] one, double[] other) {
        return Math.sqrt(IntStream.range(0, 3)
                .mapToDouble(i -> (one[i] - other[i]) * (one[i] - other[i]))
                .sum());
    }
}
