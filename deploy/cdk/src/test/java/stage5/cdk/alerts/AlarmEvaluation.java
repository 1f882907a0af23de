package stage5.cdk.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * Evaluates a synthesised alarm on recorded datapoints as CloudWatch does (<a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html">evaluating an alarm</a>).
 *
 * <p>The model of an anomaly band is simpler than CloudWatch's: the mean and the standard deviation of earlier days at the
 * same time of day. {@code FILL} is modelled strictly: it fills nothing if the evaluated range has no datapoint at all.
 */
public final class AlarmEvaluation {

    /** The state of an alarm. */
    public enum State {
        OK,
        ALARM,
        INSUFFICIENT_DATA
    }

    private static final Pattern FILL = Pattern.compile("FILL\\((\\w+), *(\\d+)\\)");
    private static final Pattern BAND = Pattern.compile("ANOMALY_DETECTION_BAND\\((\\w+), *([0-9.]+)\\)");

    /** CloudWatch retrieves some datapoints more than the alarm evaluates. */
    private static final int FURTHER_PERIODS = 2;

    private final JsonNode alarm;
    private final Map<String, SortedMap<Integer, Double>> recorded;
    private final int periodsPerDay;

    /**
     * Creates an evaluation.
     *
     * @param alarm the properties of the resource
     * @param recorded the datapoints of each metric by period, by the metric's name; periods without data are missing
     * @param periodsPerDay for the time of day of a period
     */
    public AlarmEvaluation(JsonNode alarm, Map<String, SortedMap<Integer, Double>> recorded, int periodsPerDay) {
        this.alarm = alarm;
        this.recorded = recorded;
        this.periodsPerDay = periodsPerDay;
    }

    /** Returns the state after each period from the first one to the last one, inclusive. */
    public List<State> states(int first, int last) {
        List<State> states = new ArrayList<>();
        State state = State.INSUFFICIENT_DATA;
        for (int period = first; period <= last; period++) {
            state = next(state, period);
            states.add(state);
        }
        return states;
    }

    private State next(State before, int period) {
        int evaluated = alarm.path("EvaluationPeriods").asInt();
        int needed = alarm.path("DatapointsToAlarm").asInt(evaluated);
        int from = period - evaluated + 1;
        SortedMap<Integer, Double> values = values(watched(), from - FURTHER_PERIODS, period);
        List<Integer> present = IntStream.rangeClosed(from, period)
                .filter(values::containsKey)
                .boxed()
                .toList();
        long breaching =
                present.stream().filter(at -> isBreaching(values.get(at), at)).count();
        if (present.isEmpty()) {
            return switch (alarm.path("TreatMissingData").asText("missing")) {
                case "ignore" -> before;
                case "notBreaching" -> State.OK;
                case "breaching" -> State.ALARM;
                default -> State.INSUFFICIENT_DATA;
            };
        }
        if (alarm.path("TreatMissingData").asText().equals("breaching")) {
            breaching += evaluated - present.size();
        }
        return breaching >= needed ? State.ALARM : State.OK;
    }

    private boolean isBreaching(double value, int at) {
        String comparison = alarm.path("ComparisonOperator").asText();
        return switch (comparison) {
            case "GreaterThanThreshold" -> value > alarm.path("Threshold").asDouble();
            case "GreaterThanOrEqualToThreshold" ->
                value >= alarm.path("Threshold").asDouble();
            case "LessThanLowerThreshold" -> value < mean(at) - halfWidth(at);
            case "GreaterThanUpperThreshold" -> value > mean(at) + halfWidth(at);
            default -> throw new AssertionError("Unknown comparison " + comparison);
        };
    }

    /** Returns the id of the query that the alarm watches; empty if it watches a single metric. */
    private String watched() {
        if (!alarm.has("Metrics")) {
            return "";
        }
        Matcher band = BAND.matcher(expression(alarm.path("ThresholdMetricId").asText()));
        if (!band.matches()) {
            throw new AssertionError("The threshold is no anomaly band: " + alarm);
        }
        return band.group(1);
    }

    private double halfWidth(int at) {
        Matcher band = BAND.matcher(expression(alarm.path("ThresholdMetricId").asText()));
        if (!band.matches()) {
            throw new AssertionError("The threshold is no anomaly band: " + alarm);
        }
        double mean = mean(at);
        double variance = earlierDays(at).stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
        return Double.parseDouble(band.group(2)) * Math.sqrt(variance);
    }

    private double mean(int at) {
        return earlierDays(at).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }

    private List<Double> earlierDays(int at) {
        List<Double> values = new ArrayList<>();
        for (int earlier = at - periodsPerDay; earlier >= 0; earlier -= periodsPerDay) {
            values.add(values(watched(), earlier - FURTHER_PERIODS, earlier + FURTHER_PERIODS)
                    .getOrDefault(earlier, 0.0));
        }
        return values;
    }

    private SortedMap<Integer, Double> values(String query, int from, int to) {
        String name = query.isEmpty()
                ? alarm.path("MetricName").asText()
                : query(query)
                        .path("MetricStat")
                        .path("Metric")
                        .path("MetricName")
                        .asText();
        if (!name.isEmpty()) {
            return new TreeMap<>(recorded.getOrDefault(name, new TreeMap<>()).subMap(from, to + 1));
        }
        Matcher fill = FILL.matcher(expression(query));
        if (!fill.matches()) {
            throw new AssertionError("Unknown expression " + expression(query));
        }
        SortedMap<Integer, Double> filled = values(fill.group(1), from, to);
        if (!filled.isEmpty()) {
            IntStream.rangeClosed(from, to).forEach(at -> filled.putIfAbsent(at, Double.valueOf(fill.group(2))));
        }
        return filled;
    }

    private String expression(String id) {
        return query(id).path("Expression").asText();
    }

    private JsonNode query(String id) {
        return StreamSupport.stream(alarm.path("Metrics").spliterator(), false)
                .filter(query -> query.path("Id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No query " + id + " in " + alarm));
    }
}
