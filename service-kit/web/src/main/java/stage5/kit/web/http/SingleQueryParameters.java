package stage5.kit.web.http;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import stage5.kit.web.problem.Problem.FieldError;
import stage5.kit.web.problem.ProblemException;

/**
 * Responds with a 400 problem if a query parameter occurs more than once. No resource has a list as parameter, so one of
 * the values would be ignored, and another party, such as a cache, may ignore the other one.
 */
@Singleton
public final class SingleQueryParameters {

    @ServerRequestFilter
    public void check(RoutingContext request) {
        MultiMap parameters = request.queryParams();
        List<FieldError> repeated = parameters.names().stream()
                .filter(name -> parameters.getAll(name).size() > 1)
                .map(name -> new FieldError(name, "must occur once"))
                .toList();
        if (!repeated.isEmpty()) {
            throw ProblemException.invalid(repeated);
        }
    }
}
