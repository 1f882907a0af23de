package stage5.kit.web.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/**
 * A metric that services publish to CloudWatch.
 *
 * @param meter the name of the meter, such as {@code stage5.orders.placed}
 * @param name the name in Prometheus and CloudWatch, such as {@code stage5_orders_placed_total}
 * @param tags the meter's tags that are dimensions
 * @param dimensions the names of the dimensions besides the service, in the order of the tags
 */
public record PublishedMetric(
        String meter, String name, Type type, Form form, List<String> tags, List<String> dimensions) {

    private static final String NO_VALUE = "none";

    /** What is published of a meter. */
    public enum Type {
        COUNTER("_total"),
        GAUGE(""),
        HISTOGRAM("_seconds"),
        SUM("");

        private final String suffix;

        Type(String suffix) {
            this.suffix = suffix;
        }
    }

    /** The forms of a service that publish the metric. */
    public enum Form {
        BOTH,
        TASKS,
        FUNCTIONS
    }

    static PublishedMetric of(String meter, Type type, Form form, List<String> tags) {
        return new PublishedMetric(
                meter,
                prometheus(meter) + type.suffix,
                type,
                form,
                List.copyOf(tags),
                tags.stream().map(PublishedMetric::prometheus).toList());
    }

    private static String prometheus(String name) {
        return name.replace('.', '_').replace('-', '_');
    }

    /** Returns whether a service publishes the metric in the form, which is not {@link Form#BOTH}. */
    public boolean isOf(Form published) {
        return form == Form.BOTH || form == published;
    }

    /** Returns the dimensions of a meter with these tags, besides the service. CloudWatch rejects empty values. */
    SequencedMap<String, String> dimensions(UnaryOperator<String> tag) {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < tags.size(); i++) {
            String value = Objects.requireNonNullElse(tag.apply(tags.get(i)), "");
            values.put(dimensions.get(i), value.isBlank() ? NO_VALUE : value);
        }
        return values;
    }
}
