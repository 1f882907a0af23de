package stage5.kit.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import io.quarkus.vertx.http.runtime.QuarkusHttpHeaders;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.TreeSet;

/**
 * Restores header values with commas. Quarkus splits each value at its commas, because API Gateway joins repeated headers by
 * them (<a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">
 * payload format 2.0</a>). A date and a quoted string are then two broken lines each, while a list means the same in one line
 * (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.3">RFC 9110, 5.3</a>).
 */
@Singleton
class HeaderRestorer {

    /** Before all filters that read headers. */
    private static final int PRIORITY = 500;

    /** Headers that occur once and, but for quoted parameters, have no commas: only if they are split, a repeated one is recognised. */
    private static final Set<String> SPLIT =
            names("Authorization", "Content-Type", "Host", "Idempotency-Key", "Stage5-Time-Budget");

    void register(@Observes Filters filters) {
        filters.register(HeaderRestorer::restore, PRIORITY);
    }

    private static void restore(RoutingContext context) {
        if (context.request().headers() instanceof QuarkusHttpHeaders headers) {
            APIGatewayV2HTTPEvent event = headers.getContextObject(APIGatewayV2HTTPEvent.class);
            if (event != null && event.getHeaders() != null) {
                event.getHeaders().forEach((name, value) -> restore(headers, name, value));
            }
        }
        context.next();
    }

    private static void restore(QuarkusHttpHeaders headers, String name, String value) {
        if (value != null && value.indexOf(',') >= 0 && !SPLIT.contains(name)) {
            headers.set(name, value);
        }
    }

    private static Set<String> names(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(Set.of(names));
        return set;
    }
}
