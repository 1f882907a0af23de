package stage5.kit.web.resilience;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import stage5.kit.web.http.RequestBodyReader;
import stage5.kit.web.problem.ProblemException;
import stage5.kit.web.problem.ProblemWriter;

/**
 * Starts each request's {@link TimeBudget}: the value of the caller's header, at most {@code stage5.time-budget}. With {@code
 * stage5.accept-time-budget=false} the header has no effect, because callers are not trusted; a value that is invalid is
 * rejected all the same.
 */
@Singleton
public final class TimeBudgetFilter {

    /** As the contracts of the services state. */
    private static final int LONGEST_MILLIS = 60_000;

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,8}");

    private final ProblemWriter problems;
    private final Duration cap;
    private final boolean accepted;

    TimeBudgetFilter(
            ProblemWriter problems,
            @ConfigProperty(name = "stage5.time-budget", defaultValue = TimeBudget.DEFAULT) Duration cap,
            @ConfigProperty(name = "stage5.accept-time-budget", defaultValue = "true") boolean accepted) {
        this.problems = problems;
        this.cap = cap;
        this.accepted = accepted;
    }

    void register(@Observes Router router) {
        router.route().order(RequestBodyReader.ORDER - 1).handler(this::start);
    }

    private void start(RoutingContext request) {
        List<String> lines = request.request().headers().getAll(TimeBudget.HEADER);
        if (lines.size() > 1 || !lines.stream().allMatch(TimeBudgetFilter::isValid)) {
            problems.write(
                    request,
                    ProblemException.invalid(
                            TimeBudget.HEADER, "must be a number of milliseconds from 1 to " + LONGEST_MILLIS));
            return;
        }
        Duration requested = lines.isEmpty() || !accepted ? cap : Duration.ofMillis(Integer.parseInt(lines.getFirst()));
        TimeBudget.start(requested.compareTo(cap) < 0 ? requested : cap);
        request.next();
    }

    private static boolean isValid(String value) {
        if (!DIGITS.matcher(value).matches()) {
            return false;
        }
        int millis = Integer.parseInt(value);
        return millis >= 1 && millis <= LONGEST_MILLIS;
    }
}
