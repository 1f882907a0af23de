package stage5.kit.lambda;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.micrometer.runtime.binder.HttpCommonTags;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import stage5.kit.web.telemetry.RouteTemplate;

/**
 * Measures the HTTP requests of a function as Quarkus does in the container form: {@code http.server.requests} with the same tags.
 * Quarkus measures no requests of its virtual HTTP server, which has no metrics.
 */
@Singleton
class RequestMetrics {

    /** Before all other filters, so that requests that these refuse are measured too. */
    private static final int PRIORITY = 10_000;

    private static final String MANAGEMENT = "/q/";
    private static final int NOT_FOUND = 404;
    private static final int FIRST_REDIRECTION = 300;
    private static final int FIRST_ERROR = 400;

    private final MeterRegistry metrics;

    RequestMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void register(@Observes Filters filters) {
        filters.register(this::measure, PRIORITY);
    }

    private void measure(RoutingContext request) {
        if (!request.normalizedPath().startsWith(MANAGEMENT)) {
            long start = System.nanoTime();
            request.addEndHandler(end -> record(request, Duration.ofNanos(System.nanoTime() - start)));
        }
        request.next();
    }

    private void record(RoutingContext request, Duration duration) {
        int status = request.response().getStatusCode();
        metrics.timer(
                        "http.server.requests",
                        Tags.of(
                                HttpCommonTags.method(request.request().method().name()),
                                HttpCommonTags.uri(
                                        route(request, status),
                                        request.request().path(),
                                        status,
                                        false),
                                HttpCommonTags.outcome(status),
                                HttpCommonTags.status(status)))
                .record(duration);
    }

    /** Returns the template of the route. Without one the path may contain anything, so only its kind may be a tag. */
    private static String route(RoutingContext request, int status) {
        String template = RouteTemplate.of(request.request());
        boolean isKind = status == NOT_FOUND || (status >= FIRST_REDIRECTION && status < FIRST_ERROR);
        return template == null && isKind ? request.request().path() : template;
    }
}
