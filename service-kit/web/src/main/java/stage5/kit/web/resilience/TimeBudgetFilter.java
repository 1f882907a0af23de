package stage5.kit.web.resilience;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import stage5.kit.web.http.RequestBodyReader;
import stage5.kit.web.problem.ProblemException;
import stage5.kit.web.problem.ProblemWriter;

/** Starts each request's {@link TimeBudget}: the value of the caller's header, at most {@code stage5.time-budget}. */
@Singleton
public final class TimeBudgetFilter {

    private final ProblemWriter problems;
    private final Duration cap;

    TimeBudgetFilter(
            ProblemWriter problems, @ConfigProperty(name = "stage5.time-budget", defaultValue = "5S") Duration cap) {
        this.problems = problems;
        this.cap = cap;
    }

    void register(@Observes Router router) {
        router.route().order(RequestBodyReader.ORDER - 1).handler(this::start);
    }

    private void start(RoutingContext request) {
        String header = request.request().getHeader(TimeBudget.HEADER);
        try {
            Duration requested = header == null ? cap : Duration.ofMillis(Long.parseLong(header));
            TimeBudget.start(requested.compareTo(cap) < 0 ? requested : cap);
        } catch (NumberFormatException e) {
            problems.write(request, ProblemException.invalid(TimeBudget.HEADER, "must be a number of milliseconds"));
            return;
        }
        request.next();
    }
}
