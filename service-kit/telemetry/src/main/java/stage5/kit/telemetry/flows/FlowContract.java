package stage5.kit.telemetry.flows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import stage5.kit.telemetry.Span;

/**
 * The spans of one flow, from its first to its last.
 *
 * @param steps the first one begins the flow; every other one refers to an earlier one
 */
public record FlowContract(String flow, String description, List<FlowStep> steps) {

    /** The names of all flows. */
    public static final List<String> FLOWS = List.of(
            "order-confirmed",
            "order-rejected",
            "payment-refused",
            "order-cancelled",
            "welcome-mail",
            "sweep",
            "redelivery",
            "redrive",
            "rebuild");

    private static final ObjectMapper YAML = YAMLMapper.builder(new YAMLFactory())
            .addModule(new DurationModule())
            .build();

    public FlowContract {
        steps = List.copyOf(steps);
        Set<String> before = new HashSet<>();
        for (FlowStep step : steps) {
            if (before.isEmpty() != (step.from() == null) || step.from() != null && !before.contains(step.from())) {
                throw new IllegalArgumentException(
                        "Step " + step.id() + " of " + flow + " has no earlier step to refer to");
            }
            if (!before.add(step.id())) {
                throw new IllegalArgumentException("Two steps of " + flow + " are named " + step.id());
            }
        }
    }

    /** Returns the contract of a flow. */
    public static FlowContract of(String flow) {
        try (InputStream stream = FlowContract.class.getResourceAsStream(flow + ".yaml")) {
            if (stream == null) {
                throw new IllegalArgumentException("There is no flow " + flow);
            }
            return YAML.readValue(stream, FlowContract.class);
        } catch (IOException e) {
            throw new UncheckedIOException("The contract of " + flow + " can't be read", e);
        }
    }

    /** Returns whether the span begins this flow. Flows may begin alike and end differently. */
    public boolean isBegunBy(Span span) {
        FlowStep first = steps.getFirst();
        return first.selects(span) && first.service().equals(span.service());
    }
}
