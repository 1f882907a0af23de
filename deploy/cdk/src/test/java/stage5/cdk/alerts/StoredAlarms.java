package stage5.cdk.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stage5.cdk.Templates;
import stage5.cdk.config.Form;
import stage5.stack.alarm.SynthesizedAlarms;

/**
 * The alarms and objectives of production in one form, as {@link SynthesizedAlarms} reads them: one resource a line, with its
 * stack, name and type, and with its references resolved.
 */
final class StoredAlarms {

    private static final String PREFIX = "stage5-prod-";
    private static final Pattern STACK = Pattern.compile(PREFIX + "(.+)-us-east-1");
    private static final Set<String> TYPES =
            Set.of(SynthesizedAlarms.METRIC_ALARM, SynthesizedAlarms.COMPOSITE_ALARM, SynthesizedAlarms.OBJECTIVE);
    private static final Set<String> IRRELEVANT = Set.of("AlarmName", "CompositeAlarmName", "OKActions", "Tags");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String stack;
    private final JsonNode resources;

    private StoredAlarms(String stack, JsonNode resources) {
        this.stack = stack;
        this.resources = resources;
    }

    /** Returns the content of the file; skips the test if Node.js is not on the PATH. */
    static String of(Form form) {
        List<String> lines = new ArrayList<>();
        Templates.of("prod", form).forEach((name, template) -> {
            Matcher stack = STACK.matcher(name);
            if (stack.matches()) { // a second region has the same alarms
                lines.addAll(new StoredAlarms(stack.group(1), template.path("Resources")).lines());
            }
        });
        return "[\n" + String.join(",\n", lines) + "\n]\n";
    }

    private List<String> lines() {
        SortedMap<String, String> lines = new TreeMap<>();
        resources.properties().forEach(entry -> {
            JsonNode resource = entry.getValue();
            if (TYPES.contains(resource.path("Type").asText())) {
                ObjectNode line = JsonNodeFactory.instance.objectNode();
                line.put("Stack", stack);
                line.put("Name", name(resource.path("Properties")));
                line.set("Type", resource.path("Type"));
                line.set("Properties", properties(resource.path("Properties")));
                lines.put(line.path("Name").asText(), text(line));
            }
        });
        return List.copyOf(lines.values());
    }

    /** CloudFormation chooses the name of an alarm that watches one window of a burn rate. */
    private static String name(JsonNode properties) {
        for (String property : List.of("AlarmName", "CompositeAlarmName", "Name")) {
            if (properties.has(property)) {
                return properties.path(property).asText().replaceFirst(PREFIX, "");
            }
        }
        Map<String, String> dimensions = new TreeMap<>();
        properties
                .path("Dimensions")
                .forEach(dimension -> dimensions.put(
                        dimension.path("Name").asText(), dimension.path("Value").asText()));
        return "%s-burn-rate-%sm"
                .formatted(dimensions.get("SloName").replaceFirst(PREFIX, ""), dimensions.get("BurnRateWindowMinutes"));
    }

    private ObjectNode properties(JsonNode properties) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        properties.properties().stream()
                .filter(property -> !IRRELEVANT.contains(property.getKey()))
                .forEach(property ->
                        kept.set(property.getKey(), property.getValue().deepCopy()));
        kept.findParents("Dimensions")
                .forEach(parent -> parent.path("Dimensions").forEach(this::resolve));
        if (kept.has("AlarmActions")) {
            kept.putArray("AlarmActions").add("alerts");
        }
        if (kept.has("AlarmRule")) {
            kept.put("AlarmRule", rule(kept.path("AlarmRule")));
        }
        return kept;
    }

    private void resolve(JsonNode dimension) {
        JsonNode value = dimension.path("Value");
        if (!value.isTextual()) {
            ((ObjectNode) dimension)
                    .set(
                            "Value",
                            TextNode.valueOf(reference(dimension.path("Name").asText(), value)));
        }
    }

    private String reference(String dimension, JsonNode value) {
        return switch (dimension) {
            case "ApiId", "LoadBalancer" -> stack;
            case "CacheClusterId" -> {
                JsonNode parts = value.path("Fn::Join").path(1);
                yield parts.path(0).path("Ref").asText().toLowerCase(Locale.ROOT)
                        + parts.path(1).asText();
            }
            case "FunctionName" -> functionName(value);
            case "Resource" -> functionName(value.findValue("Fn::Join").path(1).path(0)) + ":live";
            case "TargetGroup" -> value.path("Fn::GetAtt").path(0).asText().contains("Blue") ? "blue" : "green";
            default -> throw new AssertionError("The dimension %s of %s is %s".formatted(dimension, stack, value));
        };
    }

    private String functionName(JsonNode reference) {
        return resources
                .path(reference.path("Ref").asText())
                .at("/Properties/FunctionName")
                .asText();
    }

    private String rule(JsonNode rule) {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : rule.path("Fn::Join").path(1)) {
            text.append(
                    part.isTextual()
                            ? part.asText()
                            : name(resources
                                    .path(part.path("Fn::GetAtt").path(0).asText())
                                    .path("Properties")));
        }
        return text.toString();
    }

    private static String text(JsonNode line) {
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
