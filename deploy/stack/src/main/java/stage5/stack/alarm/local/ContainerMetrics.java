package stage5.stack.alarm.local;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import stage5.stack.alarm.local.PrometheusText.Series;
import stage5.stack.shop.Api;
import stage5.stack.shop.ApiResponse;
import stage5.stack.shop.NoResponseException;

/**
 * Reads the metrics of a service in the container form: its own, as CloudWatch gets them, and those that a load balancer would
 * measure.
 */
final class ContainerMetrics implements MetricReader {

    static final String SHOP = "StageFive";
    private static final String SERVICE = "Service";
    private static final int OK = 200;

    private static final Pattern COUNTER = Pattern.compile("(stage5|otel_sdk)_.*_total");
    private static final Pattern GAUGE = Pattern.compile("stage5_.*_(age|depth|state)");
    private static final Pattern HISTOGRAM = Pattern.compile("stage5_.*|http_server_requests_seconds");

    /** Labels that are no dimensions: the bound of a bucket, and the status, for which the outcome stands. */
    private static final Set<String> NO_DIMENSIONS = Set.of("le", "status");

    private final String service;
    private final Api api;
    private final Speed speed;
    private final BalancerMetrics balancer;
    private final Increases increases = new Increases();

    ContainerMetrics(String service, Api api, Speed speed) {
        this.service = service;
        this.api = api;
        this.speed = speed;
        this.balancer = new BalancerMetrics(service);
    }

    @Override
    public Set<String> namespaces() {
        return Set.of(SHOP, BalancerMetrics.NAMESPACE);
    }

    @Override
    public void read(Sink sink) throws InterruptedException {
        Optional<List<Series>> scraped = scrape();
        if (scraped.isPresent()) {
            read(scraped.get(), sink);
            increases.completeReading();
        }
    }

    /** Returns the metrics; empty if the service does not respond, or not yet. */
    private Optional<List<Series>> scrape() throws InterruptedException {
        try {
            ApiResponse response = api.get("/q/metrics");
            return response.status() == OK
                    ? Optional.of(PrometheusText.parse(response.json().asText()))
                    : Optional.empty();
        } catch (NoResponseException down) {
            return Optional.empty();
        }
    }

    private void read(List<Series> all, Sink sink) {
        boolean hasIncreases = increases.hasRead();
        Map<MetricId, Histogram> histograms = new HashMap<>();
        for (Series series : all) {
            if (GAUGE.matcher(series.name()).matches() && Double.isFinite(series.value())) {
                Sample sample = Sample.of(speed.scaled(series.name(), series.value()));
                ids(series, series.name()).forEach(id -> sink.add(id, sample));
            } else if (hasIncreases && COUNTER.matcher(series.name()).matches()) {
                Sample sample = Sample.of(increases.of(series));
                ids(series, series.name()).forEach(id -> sink.add(id, sample));
            } else {
                Histogram.nameOf(series).filter(HISTOGRAM.asMatchPredicate()).ifPresent(name -> ids(series, name)
                        .forEach(id -> histograms
                                .computeIfAbsent(id, first -> new Histogram())
                                .add(series, increases.of(series))));
            }
        }
        histograms.forEach((id, histogram) -> histogram.sample().ifPresent(sample -> sink.add(id, sample)));
        balancer.read(all, increases, sink);
    }

    /** Returns the metric of the service, and that with all of its dimensions. */
    private Stream<MetricId> ids(Series series, String name) {
        Map<String, String> dimensions = new TreeMap<>(series.labels());
        dimensions.keySet().removeAll(NO_DIMENSIONS);
        dimensions.put(SERVICE, service);
        return Stream.of(MetricId.of(SHOP, name, Map.of(SERVICE, service)), MetricId.of(SHOP, name, dimensions))
                .distinct();
    }
}
