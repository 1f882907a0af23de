package stage5.cdk.compute;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.PolicyStatement;
import stage5.cdk.ServiceMetrics;
import stage5.cdk.Site;

/**
 * AWS's distribution of the OpenTelemetry collector beside each task and in each function: it takes the service's OTLP,
 * signs it, and passes it to <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html">X-Ray's OTLP
 * endpoint</a>, which takes nothing that is not signed. The services' own exporter can't sign.
 */
record Collector(Site site, String service) {

    /** Where the service sends its spans. */
    static final String ENDPOINT = "http://127.0.0.1:4318";

    static final String IMAGE = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3";

    /** The variable that a function's collector is told its configuration by. */
    private static final String CONFIGURATION = "STAGE5_COLLECTOR";

    private static final String SPANS = """
            extensions:
              sigv4auth: {region: %1$s, service: xray}
            receivers:
              otlp: {protocols: {http: {endpoint: 127.0.0.1:4318}}}
            %2$sexporters:
              otlphttp:
                traces_endpoint: https://xray.%1$s.amazonaws.com/v1/traces
                auth: {authenticator: sigv4auth}
            %3$sservice:
              extensions: [sigv4auth]
              pipelines:
                traces: {receivers: [otlp], exporters: [otlphttp]}
            %4$s""";

    /** What a function would lose at its freeze: what the collector has taken is sent before the service is answered. */
    private static final String UNQUEUED = """
                sending_queue: {enabled: false}
            """;

    private static final String SCRAPE = """
              prometheus:
                config:
                  scrape_configs:
                    - job_name: service
                      scrape_interval: 60s
                      metrics_path: /q/metrics
                      static_configs: [{targets: ['127.0.0.1:%1$d'], labels: {%2$s: %3$s}}]
                      metric_relabel_configs:
                        - {source_labels: [__name__], regex: 'stage5_.*_(total|age|depth|state)', action: keep}
            """;

    private static final String EMBEDDED_METRICS = """
              awsemf:
                namespace: %1$s
                log_group_name: %2$s
                log_stream_name: metrics
                dimension_rollup_option: NoDimensionRollup
                metric_declarations:
                  - {dimensions: [[%3$s]], metric_name_selectors: ['^stage5_.*']}
                  - {dimensions: [[%3$s, reason]], metric_name_selectors: ['^stage5_orders_rejected_total$$']}
                  - {dimensions: [[%3$s, outcome]], metric_name_selectors: ['^stage5_(logins|reservations)_total$$']}
                  - {dimensions: [[%3$s, kind, outcome]], metric_name_selectors: ['^stage5_mails_total$$']}
            """;

    private static final String METRICS = """
                metrics: {receivers: [prometheus], exporters: [awsemf]}
            """;

    /** Returns what a task's collector does: it passes spans on, and asks the service for its metrics each minute. */
    String ofTask(int port, String logGroup) {
        return SPANS.formatted(
                site.region(),
                SCRAPE.formatted(port, ServiceMetrics.SERVICE, service),
                EMBEDDED_METRICS.formatted(ServiceMetrics.NAMESPACE, logGroup, ServiceMetrics.SERVICE),
                METRICS);
    }

    /** Returns a function's variables for its collector, and for its metrics, which it writes to its log by itself. */
    Map<String, String> ofFunction() {
        return Map.of(
                "OPENTELEMETRY_COLLECTOR_CONFIG_URI",
                "env:" + CONFIGURATION,
                CONFIGURATION,
                SPANS.formatted(site.region(), "", UNQUEUED, ""),
                "STAGE5_LAMBDA_METRICS_NAMESPACE",
                ServiceMetrics.NAMESPACE);
    }

    /** Returns the ARN of the <a href="https://aws-otel.github.io/docs/getting-started/lambda">layer</a> that adds it to
     * a function of any runtime. */
    String layer() {
        return "arn:aws:lambda:%s:901920570463:layer:aws-otel-collector-arm64-ver-0-117-0:1".formatted(site.region());
    }

    /** On everything, because <a
     * href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html">X-Ray</a> has no
     * resource to name here. */
    static PolicyStatement permission() {
        return PolicyStatement.Builder.create()
                .actions(List.of("xray:PutTraceSegments"))
                .resources(List.of("*"))
                .build();
    }
}
