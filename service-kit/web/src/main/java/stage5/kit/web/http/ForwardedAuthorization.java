package stage5.kit.web.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Restores the {@code Authorization} header of requests that the gateway has signed for API Gateway. A signature (<a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Signature Version
 * 4</a>) takes the place of the client's access token, which the gateway then sends in {@value #HEADER}. The service
 * verifies the token in either case.
 */
@Singleton
public class ForwardedAuthorization {

    /** The header with the client's {@code Authorization} header. */
    public static final String HEADER = "Stage5-Authorization";

    private static final String SIGNATURE = "AWS4-HMAC-SHA256 ";

    /** After the filter of the lambda form that joins header values, and before all filters that read tokens. */
    private static final int PRIORITY = 450;

    void register(@Observes Filters filters) {
        filters.register(ForwardedAuthorization::restore, PRIORITY);
    }

    private static void restore(RoutingContext context) {
        MultiMap headers = context.request().headers();
        String authorization = headers.get(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.startsWith(SIGNATURE)) {
            List<String> forwarded = List.copyOf(headers.getAll(HEADER));
            headers.remove(HttpHeaders.AUTHORIZATION).remove(HEADER);
            forwarded.forEach(value -> headers.add(HttpHeaders.AUTHORIZATION, value));
        }
        context.next();
    }
}
