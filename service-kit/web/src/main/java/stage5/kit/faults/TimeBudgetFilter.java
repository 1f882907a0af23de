package stage5.kit.faults;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import stage5.kit.problem.ProblemException;

/** Starts each request's {@link TimeBudget}: what the caller says that it will wait, capped by this service's own. */
public final class TimeBudgetFilter {

    private final Duration cap;

    TimeBudgetFilter(@ConfigProperty(name = "stage5.time-budget", defaultValue = "5S") Duration cap) {
        this.cap = cap;
    }

    @ServerRequestFilter(preMatching = true)
    public void start(ContainerRequestContext request) {
        TimeBudget.start(asked(request.getHeaderString(TimeBudget.HEADER)));
    }

    private Duration asked(String header) {
        if (header == null) {
            return cap;
        }
        try {
            Duration asked = Duration.ofMillis(Long.parseLong(header));
            return asked.compareTo(cap) < 0 ? asked : cap;
        } catch (NumberFormatException e) {
            throw ProblemException.invalid(TimeBudget.HEADER, "must be a number of milliseconds");
        }
    }
}
