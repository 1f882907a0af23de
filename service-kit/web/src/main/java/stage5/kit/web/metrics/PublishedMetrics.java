package stage5.kit.web.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The metrics that services publish to CloudWatch: the list in {@code published.properties}. */
public final class PublishedMetrics {

    private static final int FIRST_TAG = 2;

    /** Read when the class is initialized: in a native executable that is during its build. */
    private static final Map<String, PublishedMetric> BY_METER = read();

    private PublishedMetrics() {}

    /** Returns all of them, by the name of the meter. */
    public static List<PublishedMetric> all() {
        return List.copyOf(BY_METER.values());
    }

    /** Returns the published metric of the meter with the name; empty if it is not published. */
    public static Optional<PublishedMetric> find(String meter) {
        return Optional.ofNullable(BY_METER.get(meter));
    }

    private static Map<String, PublishedMetric> read() {
        Properties lines = new Properties();
        try (InputStream file = PublishedMetrics.class.getResourceAsStream("published.properties")) {
            lines.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines.stringPropertyNames().stream()
                .map(meter -> parse(meter, lines.getProperty(meter)))
                .collect(Collectors.toMap(
                        PublishedMetric::meter, Function.identity(), (first, second) -> first, TreeMap::new));
    }

    private static PublishedMetric parse(String meter, String line) {
        List<String> words = Arrays.asList(line.trim().split("\\s+"));
        return PublishedMetric.of(
                meter,
                PublishedMetric.Type.valueOf(words.get(0).toUpperCase(Locale.ROOT)),
                PublishedMetric.Form.valueOf(words.get(1).toUpperCase(Locale.ROOT)),
                words.subList(FIRST_TAG, words.size()));
    }
}
