package stage5.cdk.compute;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.iam.PolicyStatement;
import stage5.cdk.StackLocation;

/**
 * The configuration of AWS's distribution of the OpenTelemetry collector, which runs beside each task and in each
 * function. It receives the service's OTLP spans, signs the requests and forwards them to <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html">X-Ray's OTLP
 * endpoint</a>, which rejects unsigned requests. The exporter in the services can't sign.
 */
record OtelCollector(StackLocation location) {

    /** The OTLP endpoint for the service. */
    static final String ENDPOINT = "http://127.0.0.1:4318";

    static final String IMAGE = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3";

    /** The environment variable with the configuration of a function's collector. */
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
            traces: {receivers: [otlp], processors: [%4$s], exporters: [otlphttp]}
        """;

    /**
     * Keeps the traces that the gateway has marked, and besides them what this task has seen of others if a span has failed, or a
     * request or message has taken longer than a second (<a
     * href="https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/processor/tailsamplingprocessor">
     * tail sampling</a>). Each collector decides about the spans of its own task. Event streams are long, not slow. The
     * batches are smaller than X-Ray's <a
     * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html">limit</a>.
     */
    private static final String TAIL_SAMPLING = """
        processors:
          tail_sampling:
            decision_wait: 10s
            num_traces: 20000
            decision_cache: {sampled_cache_size: 100000, non_sampled_cache_size: 100000}
            policies:
              - {name: decided, type: trace_state, trace_state: {key: stage5, values: [keep]}}
              - {name: failed, type: status_code, status_code: {status_codes: [ERROR]}}
              - name: slow
                type: ottl_condition
                ottl_condition:
                  error_mode: ignore
                  span:
                    - '(kind == SPAN_KIND_SERVER or kind == SPAN_KIND_CONSUMER) and
                      attributes["http.route"] != "/api/orders/{id}/events" and
                      end_time_unix_nano - start_time_unix_nano > 1000000000'
          batch: {timeout: 1s, send_batch_size: 500, send_batch_max_size: 500}
        """;

    /**
     * Without a queue the collector responds once X-Ray has accepted the spans. Queued spans would be lost when Lambda
     * freezes the execution environment.
     */
    private static final String UNQUEUED = """
            sending_queue: {enabled: false}
        """;

    /** Returns the configuration beside a task. No metric is made of spans, because their number depends on the sampling. */
    String forTask() {
        boolean samples = location.environment().compute().samplesInCollectors();
        return SPANS.formatted(
                location.region(), samples ? TAIL_SAMPLING : "", "", samples ? "tail_sampling, batch" : "");
    }

    /** Returns a function's environment variables for its collector. */
    Map<String, String> forFunction() {
        return new TreeMap<>(Map.of(
                "OPENTELEMETRY_COLLECTOR_CONFIG_URI",
                "env:" + CONFIGURATION,
                CONFIGURATION,
                SPANS.formatted(location.region(), "", UNQUEUED, "")));
    }

    /** Returns the ARN of the <a href="https://aws-otel.github.io/docs/getting-started/lambda">layer</a> that adds the collector to
     * a function of any runtime. */
    String layer() {
        return "arn:aws:lambda:%s:901920570463:layer:aws-otel-collector-arm64-ver-0-117-0:1"
                .formatted(location.region());
    }

    /** The resource is {@code *}, because <a
     * href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html">X-Ray</a> defines
     * no resource type for this action. */
    static PolicyStatement permission() {
        return PolicyStatement.Builder.create()
                .actions(List.of("xray:PutTraceSegments"))
                .resources(List.of("*"))
                .build();
    }
}
