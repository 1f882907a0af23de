package stage5.cdk.observability;

import java.util.List;
import software.amazon.awscdk.services.logs.QueryDefinition;
import software.amazon.awscdk.services.logs.QueryString;
import software.constructs.Construct;
import stage5.cdk.StackLocation;

/**
 * Saved queries for incidents, in <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_Insights-Saving-Queries.html">Logs Insights</a>
 * below {@code stage5/ENVIRONMENT}. The user chooses the log groups, so a query works for both forms.
 */
final class LogQueries extends Construct {

    private final StackLocation location;

    LogQueries(Construct scope, StackLocation location) {
        super(scope, "Queries");
        this.location = location;
        save(
                "one-trace",
                QueryString.Builder.create()
                        .fields(List.of("@timestamp", "@log", "level", "loggerName", "message"))
                        .filterStatements(List.of("mdc.traceId = \"PUT-THE-TRACE-ID-HERE\""))
                        .sort("@timestamp asc"));
        save(
                "errors",
                QueryString.Builder.create()
                        .filterStatements(List.of("level = \"ERROR\""))
                        .statsStatements(List.of("count(*) as times by @log, loggerName, message"))
                        .sort("times desc"));
        save(
                "cold-starts",
                QueryString.Builder.create()
                        .filterStatements(
                                List.of("type = \"platform.report\"", "ispresent(record.metrics.initDurationMs)"))
                        .statsStatements(List.of("count(*) as starts, pct(record.metrics.initDurationMs, 50) as p50,"
                                + " pct(record.metrics.initDurationMs, 99) as p99 by @log, bin(5m)")));
        save(
                "spans-lost-at-the-freeze",
                QueryString.Builder.create()
                        .filterStatements(List.of("message like /Spans are not sent/"))
                        .statsStatements(List.of("count(*) as times by @log, bin(5m)")));
        save(
                "slow-answers",
                QueryString.Builder.create()
                        .fields(List.of("@timestamp", "@log", "method", "path", "status", "latency", "error"))
                        .filterStatements(List.of("latency > 1000"))
                        .sort("latency desc"));
    }

    private void save(String name, QueryString.Builder query) {
        QueryDefinition.Builder.create(this, name)
                .queryDefinitionName(
                        "stage5/%s/%s".formatted(location.environment().name(), name))
                .queryString(query.build())
                .build();
    }
}
