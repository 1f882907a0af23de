package stage5.stack.alarm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import stage5.stack.alarm.MetricAlarm.Comparison;
import stage5.stack.alarm.MetricAlarm.MissingData;

/** Reads alarms and objectives from the properties of their resources in a CloudFormation template. */
public final class AlarmTemplate {

    private static final Pattern BAND = Pattern.compile("ANOMALY_DETECTION_BAND\\((\\w+), *([0-9.]+)\\)");
    private static final Pattern RULE =
            Pattern.compile("\\(?ALARM\\(\"([^\"]+)\"\\)(?: AND ALARM\\(\"[^\"]+\"\\))*\\)?");
    private static final Pattern IN_ALARM = Pattern.compile("ALARM\\(\"([^\"]+)\"\\)");

    private AlarmTemplate() {}

    /**
     * Returns an alarm of the type {@code AWS::CloudWatch::Alarm}.
     *
     * @throws IllegalArgumentException if it has a comparison or a form of metric math that is not known here
     */
    public static MetricAlarm metricAlarm(String name, JsonNode properties) {
        int periods = properties.path("EvaluationPeriods").asInt();
        List<MetricQuery> queries = queries(properties);
        Matcher band = band(properties, queries);
        return new MetricAlarm(
                name,
                properties.path("AlarmDescription").asText(),
                notifies(properties),
                queries,
                band == null ? watched(properties) : band.group(1),
                comparison(properties.path("ComparisonOperator").asText()),
                properties.path("Threshold").asDouble(),
                band == null ? null : Double.valueOf(band.group(2)),
                periods,
                properties.path("DatapointsToAlarm").asInt(periods),
                missingData(properties.path("TreatMissingData").asText("missing")));
    }

    /**
     * Returns an alarm of the type {@code AWS::CloudWatch::CompositeAlarm}.
     *
     * @throws IllegalArgumentException if its rule is no conjunction of alarms
     */
    public static CompositeAlarm compositeAlarm(String name, JsonNode properties) {
        String rule = properties.path("AlarmRule").asText();
        if (!RULE.matcher(rule).matches()) {
            throw new IllegalArgumentException("The rule is no conjunction of alarms: " + rule);
        }
        return new CompositeAlarm(
                name,
                properties.path("AlarmDescription").asText(),
                notifies(properties),
                IN_ALARM.matcher(rule).results().map(match -> match.group(1)).toList());
    }

    /** Returns an objective of the type {@code AWS::ApplicationSignals::ServiceLevelObjective}. */
    public static ServiceLevelObjective objective(JsonNode properties) {
        JsonNode indicator = properties.at("/RequestBasedSli/RequestBasedSliMetric");
        JsonNode monitored = indicator.path("MonitoredRequestCountMetric");
        boolean good = monitored.has("GoodCountMetric");
        return new ServiceLevelObjective(
                properties.path("Name").asText(),
                properties.at("/Goal/AttainmentGoal").asDouble(),
                queriesIn(indicator.path("TotalRequestCountMetric")),
                queriesIn(monitored.path(good ? "GoodCountMetric" : "BadCountMetric")),
                good);
    }

    /** Returns the queries in a list of {@code MetricDataQuery}, of an alarm, an objective or a dashboard. */
    private static List<MetricQuery> queriesIn(JsonNode list) {
        List<MetricQuery> queries = new ArrayList<>();
        for (JsonNode query : list) {
            JsonNode stat = query.path("MetricStat");
            queries.add(
                    stat.isMissingNode()
                            ? new MetricQuery(
                                    query.path("Id").asText(),
                                    null,
                                    query.path("Expression").asText())
                            : MetricQuery.of(
                                    query.path("Id").asText(), stat(stat.path("Metric"), stat, stat.path("Stat"))));
        }
        return queries;
    }

    private static List<MetricQuery> queries(JsonNode properties) {
        if (properties.has("Metrics")) {
            return queriesIn(properties.path("Metrics"));
        }
        JsonNode statistic =
                properties.has("Statistic") ? properties.path("Statistic") : properties.path("ExtendedStatistic");
        return List.of(MetricQuery.of(watched(properties), stat(properties, properties, statistic)));
    }

    private static MetricStat stat(JsonNode metric, JsonNode period, JsonNode statistic) {
        SortedMap<String, String> dimensions = new TreeMap<>();
        for (JsonNode dimension : metric.path("Dimensions")) {
            JsonNode value = dimension.path("Value");
            dimensions.put(dimension.path("Name").asText(), value.isTextual() ? value.asText() : value.toString());
        }
        return new MetricStat(
                metric.path("Namespace").asText(),
                metric.path("MetricName").asText(),
                dimensions,
                Duration.ofSeconds(period.path("Period").asLong()),
                statistic.asText());
    }

    private static String watched(JsonNode properties) {
        return StreamSupport.stream(properties.path("Metrics").spliterator(), false)
                .filter(query -> query.path("ReturnData").asBoolean(true))
                .map(query -> query.path("Id").asText())
                .findFirst()
                .orElse("metric");
    }

    /** Returns the expression of the alarm's band; null if the alarm has a fixed threshold. */
    private static Matcher band(JsonNode properties, List<MetricQuery> queries) {
        if (!properties.has("ThresholdMetricId")) {
            return null;
        }
        String expression = new MetricMath(queries, null)
                .query(properties.path("ThresholdMetricId").asText())
                .expression();
        Matcher band = BAND.matcher(expression);
        if (!band.matches()) {
            throw new IllegalArgumentException("The threshold is no anomaly band: " + expression);
        }
        return band;
    }

    private static boolean notifies(JsonNode properties) {
        return !properties.path("AlarmActions").isEmpty();
    }

    private static Comparison comparison(String operator) {
        return switch (operator) {
            case "GreaterThanThreshold", "GreaterThanUpperThreshold" -> Comparison.ABOVE;
            case "GreaterThanOrEqualToThreshold" -> Comparison.AT_LEAST;
            case "LessThanThreshold", "LessThanLowerThreshold" -> Comparison.BELOW;
            case "LessThanOrEqualToThreshold" -> Comparison.AT_MOST;
            default -> throw new IllegalArgumentException("Unknown comparison " + operator);
        };
    }

    private static MissingData missingData(String treatment) {
        return switch (treatment) {
            case "missing" -> MissingData.MISSING;
            case "ignore" -> MissingData.IGNORE;
            case "breaching" -> MissingData.BREACHING;
            case "notBreaching" -> MissingData.NOT_BREACHING;
            default -> throw new IllegalArgumentException("Unknown treatment of missing data " + treatment);
        };
    }
}
