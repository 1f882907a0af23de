package stage5.kit.web.http;

import io.netty.handler.codec.http.HttpHeaderValues;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import stage5.kit.web.problem.ProblemException;
import stage5.kit.web.problem.ProblemWriter;

/**
 * Reads each request's body on the event loop before the resource or route runs. Responds with a 413 problem if the
 * body, with declared length or chunked, is over {@code quarkus.http.limits.max-body-size}. Quarkus' own limit responds
 * without a problem document, and checks a chunked body only while a worker thread blocks on it.
 */
@Singleton
public class RequestBodyReader {

    /** The order of the route that reads the body: after authentication, before Quarkus' own limit. */
    public static final int ORDER = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 2;

    private static final Logger LOG = Logger.getLogger(RequestBodyReader.class);
    private static final Set<HttpMethod> METHODS_WITHOUT_BODY = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final ProblemWriter problems;
    private final long limit;

    RequestBodyReader(
            ProblemWriter problems, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.problems = problems;
        this.limit = limit.asLongValue();
    }

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(this::read);
    }

    /** Passes the body to the resource; Quarkus REST would otherwise wait for a body that is already read. */
    @ServerRequestFilter(preMatching = true)
    public void passToResource(ResteasyReactiveContainerRequestContext request, RoutingContext context) {
        Buffer body = context.body().buffer();
        if (body != null) {
            request.setEntityStream(new ByteArrayInputStream(body.getBytes()));
        }
    }

    private void read(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (declaredLength(request) > limit) {
            respondTooLarge(context);
        } else if (METHODS_WITHOUT_BODY.contains(request.method()) || request.isEnded()) {
            context.next();
        } else {
            collect(context);
        }
    }

    private void collect(RoutingContext context) {
        HttpServerRequest request = context.request();
        Buffer body = Buffer.buffer();
        if (HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            context.response().writeContinue();
            // Without the header, later handlers do not send a second 100 Continue.
            request.headers().remove(HttpHeaders.EXPECT);
        }
        // The client closed the connection: no error of the service, and no response is possible.
        request.exceptionHandler(failure -> LOG.debugf("Client closed the connection: %s", failure.toString()));
        request.endHandler(end -> {
            if (body.length() <= limit) {
                ((RoutingContextInternal) context).setBody(body);
                context.next();
            }
        });
        request.handler(chunk -> {
            if (body.length() <= limit) {
                body.appendBuffer(chunk);
                if (body.length() > limit) {
                    respondTooLarge(context);
                }
            }
        });
    }

    private void respondTooLarge(RoutingContext context) {
        // The rest of the body is not read, so the connection can't be used for another request.
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        problems.write(
                context,
                ProblemException.of(
                        413, "content-too-large", "Content too large", "A body may have %d bytes.".formatted(limit)));
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }
}
