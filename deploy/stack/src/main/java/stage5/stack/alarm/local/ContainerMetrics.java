package stage5.stack.alarm.local;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import stage5.stack.alarm.local.PrometheusText.Series;
import stage5.stack.shop.Api;
import stage5.stack.shop.NoResponseException;

/**
 * Reads the metrics of a service in the container form: its own, as the collector of a task sends them, and those that a load
 * balancer would count. The latency is that of the service, without the network, by the buckets of its histogram.
 */
final class ContainerMetrics implements MetricReader {

    static final String SHOP = "StageFive";
    private static final String BALANCER = "AWS/ApplicationELB";
    private static final String SERVICE = "Service";

    /** The metrics that the collector keeps; see {@code OtelCollector} of the CDK app. */
    private static final Pattern KEPT = Pattern.compile("stage5_.*_(total|age|depth|state)|otel_sdk_.*_total");

    private static final String REQUESTS = "http_server_requests_seconds_";
    private static final String TARGET_GROUP = "blue";

    /** A balancer's time ends with the head of the response, so an event stream is fast. */
    private static final String EVENT_STREAM = "/events";

    private final String service;
    private final Api api;
    private final Speed speed;
    private final Increases increases = new Increases();

    ContainerMetrics(String service, Api api, Speed speed) {
        this.service = service;
        this.api = api;
        this.speed = speed;
    }

    @Override
    public Set<String> namespaces() {
        return Set.of(SHOP, BALANCER);
    }

    @Override
    public void read(Sink sink) throws InterruptedException {
        List<Series> series;
        try {
            series = PrometheusText.parse(
                    api.get("/q/metrics").expect(200).json().asText());
        } catch (NoResponseException down) {
            return; // a task that doesn't respond has no metrics
        }
        series.stream().filter(each -> KEPT.matcher(each.name()).matches()).forEach(each -> readOwn(each, sink));
        readRequests(series, sink);
        increases.completeReading();
    }

    private void readOwn(Series series, Sink sink) {
        OptionalDouble value = series.name().endsWith("_total")
                ? increases.of(series.name() + series.labels(), series.value())
                : OptionalDouble.of(speed.scaled(series.name(), series.value()));
        value.stream().filter(Double::isFinite).forEach(known -> {
            sink.add(MetricId.of(SHOP, series.name(), Map.of(SERVICE, service)), Sample.of(known));
            if (!series.labels().isEmpty()) {
                Map<String, String> dimensions = new TreeMap<>(series.labels());
                dimensions.put(SERVICE, service);
                sink.add(MetricId.of(SHOP, series.name(), dimensions), Sample.of(known));
            }
        });
    }

    private void readRequests(Collection<Series> series, Sink sink) {
        double all = 0;
        double failed = 0;
        for (Series each : series) {
            if (each.name().equals(REQUESTS + "count")) {
                double increase = increase(each);
                all += increase;
                failed += isFailure(each) ? increase : 0;
            }
        }
        Map<String, String> balancer = Map.of("LoadBalancer", service);
        sink.add(MetricId.of(BALANCER, "RequestCount", balancer), Sample.of(all));
        if (failed > 0) { // as a balancer, which reports no zero
            sink.add(MetricId.of(BALANCER, "HTTPCode_Target_5XX_Count", balancer), Sample.of(failed));
            sink.add(
                    MetricId.of(
                            BALANCER,
                            "HTTPCode_Target_5XX_Count",
                            Map.of("LoadBalancer", service, "TargetGroup", TARGET_GROUP)),
                    Sample.of(failed));
        }
        readLatency(series, MetricId.of(BALANCER, "TargetResponseTime", balancer), sink);
    }

    private void readLatency(Collection<Series> series, MetricId latency, Sink sink) {
        double sum = 0;
        double count = 0;
        double streams = 0;
        NavigableMap<Double, Double> buckets = new TreeMap<>();
        for (Series each : series) {
            boolean isStream = each.labels().getOrDefault("uri", "").endsWith(EVENT_STREAM);
            switch (each.name()) {
                case REQUESTS + "count" -> {
                    count += increase(each);
                    streams += isStream ? increase(each) : 0;
                }
                case REQUESTS + "sum" -> sum += isStream ? 0 : increase(each);
                case REQUESTS + "bucket" ->
                    buckets.merge(bound(each.labels().get("le")), isStream ? 0 : increase(each), Double::sum);
                default -> {
                    // Another metric, or the maximum, which covers some minutes.
                }
            }
        }
        if (count > 0 && !buckets.isEmpty()) {
            double fast = streams;
            buckets.replaceAll((bound, others) -> others + fast);
            sink.add(latency, Sample.ofBuckets(sum, count, buckets));
        }
    }

    /** Beyond the highest bound only the number is known. */
    private static double bound(String le) {
        return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
    }

    private double increase(Series series) {
        return increases.of(series.name() + series.labels(), series.value()).orElse(0);
    }

    private static boolean isFailure(Series series) {
        return series.labels().getOrDefault("status", "").startsWith("5");
    }
}
