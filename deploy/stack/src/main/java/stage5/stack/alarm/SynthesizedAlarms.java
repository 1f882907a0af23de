package stage5.stack.alarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import stage5.stack.Component;
import stage5.stack.Form;

/**
 * The alarms and objectives of production as the CDK app synthesizes them, stored beside this class, so that neither Node.js nor
 * the CDK is needed. {@code StoredAlarmsTests} of the CDK app compares the files with the synthesis.
 *
 * <p>References are resolved: to a function by its name; to an API or a load balancer by the name of its service; to a target
 * group by its colour.
 */
public record SynthesizedAlarms(List<Alarm> alarms, List<ServiceLevelObjective> objectives) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The type of a metric alarm's resource in a template. */
    public static final String METRIC_ALARM = "AWS::CloudWatch::Alarm";

    /** The type of a composite alarm's resource in a template. */
    public static final String COMPOSITE_ALARM = "AWS::CloudWatch::CompositeAlarm";

    /** The type of an objective's resource in a template. */
    public static final String OBJECTIVE = "AWS::ApplicationSignals::ServiceLevelObjective";

    public SynthesizedAlarms {
        alarms = List.copyOf(alarms);
        objectives = List.copyOf(objectives);
    }

    /** Returns the alarms of all services in one form. */
    public static SynthesizedAlarms of(Form form) {
        return of(service -> form);
    }

    /** Returns the alarms of services in these forms, and those that don't belong to a service. */
    public static SynthesizedAlarms of(Function<Component, Form> forms) {
        List<Alarm> alarms = new ArrayList<>();
        List<ServiceLevelObjective> objectives = new ArrayList<>();
        for (Form form : Form.values()) {
            for (JsonNode resource : read(form)) {
                if (formOf(resource.path("Stack").asText(), forms) == form) {
                    add(resource, alarms, objectives);
                }
            }
        }
        return new SynthesizedAlarms(alarms, objectives);
    }

    /** Returns the name of the resource file of a form. */
    public static String file(Form form) {
        return "alarms-%s.json".formatted(form);
    }

    private static JsonNode read(Form form) {
        try (InputStream file = SynthesizedAlarms.class.getResourceAsStream(file(form))) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file(form), e);
        }
    }

    /** A stack that belongs to no service is the same in both forms. */
    private static Form formOf(String stack, Function<Component, Form> forms) {
        return Component.services().stream()
                .filter(service -> service.label().equals(stack))
                .findFirst()
                .map(forms)
                .orElse(Form.CONTAINER);
    }

    private static void add(JsonNode resource, List<Alarm> alarms, List<ServiceLevelObjective> objectives) {
        JsonNode properties = resource.path("Properties");
        String name = resource.path("Name").asText();
        switch (resource.path("Type").asText()) {
            case METRIC_ALARM -> alarms.add(AlarmTemplate.metricAlarm(name, properties));
            case COMPOSITE_ALARM -> alarms.add(AlarmTemplate.compositeAlarm(name, properties));
            case OBJECTIVE -> objectives.add(AlarmTemplate.objective(properties));
            case String type -> throw new IllegalArgumentException("Unknown type " + type);
        }
    }

    /** Returns the metric alarms. */
    public Stream<MetricAlarm> metricAlarms() {
        return alarms.stream().filter(MetricAlarm.class::isInstance).map(MetricAlarm.class::cast);
    }

    /** Returns the composite alarms. */
    public Stream<CompositeAlarm> compositeAlarms() {
        return alarms.stream().filter(CompositeAlarm.class::isInstance).map(CompositeAlarm.class::cast);
    }
}
