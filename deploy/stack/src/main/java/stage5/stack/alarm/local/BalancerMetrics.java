package stage5.stack.alarm.local;

import java.util.List;
import java.util.Map;
import stage5.stack.alarm.local.PrometheusText.Series;

/**
 * Computes from the metrics of a service what a load balancer would measure of it. The latency is that of the service, without the
 * network, by the buckets of its histogram.
 */
record BalancerMetrics(String service) {

    static final String NAMESPACE = "AWS/ApplicationELB";

    private static final String REQUESTS = "http_server_requests_seconds";
    private static final String FAILURES = "HTTPCode_Target_5XX_Count";
    private static final String TARGET_GROUP = "blue";

    /** A balancer's time ends with the head of the response, so an event stream is fast. */
    private static final String EVENT_STREAM = "/events";

    void read(List<Series> all, Increases increases, MetricReader.Sink sink) {
        double requests = 0;
        double failed = 0;
        double streams = 0;
        Histogram latency = new Histogram();
        for (Series series : all) {
            if (!Histogram.nameOf(series).filter(REQUESTS::equals).isPresent()) {
                continue;
            }
            double increase = increases.of(series);
            boolean isStream = label(series, "uri").endsWith(EVENT_STREAM);
            if (!isStream) {
                latency.add(series, increase);
            }
            if (series.name().endsWith("_count")) {
                requests += increase;
                streams += isStream ? increase : 0;
                failed += label(series, "status").startsWith("5") ? increase : 0;
            }
        }
        latency.addFast(streams);
        Map<String, String> balancer = Map.of("LoadBalancer", service);
        sink.add(MetricId.of(NAMESPACE, "RequestCount", balancer), Sample.of(requests));
        if (failed > 0) { // a balancer reports no zero either
            sink.add(MetricId.of(NAMESPACE, FAILURES, balancer), Sample.of(failed));
            sink.add(
                    MetricId.of(NAMESPACE, FAILURES, Map.of("LoadBalancer", service, "TargetGroup", TARGET_GROUP)),
                    Sample.of(failed));
        }
        latency.sample().ifPresent(sample -> sink.add(MetricId.of(NAMESPACE, "TargetResponseTime", balancer), sample));
    }

    private static String label(Series series, String name) {
        return series.labels().getOrDefault(name, "");
    }
}
