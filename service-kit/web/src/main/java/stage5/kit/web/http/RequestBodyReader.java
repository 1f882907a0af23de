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
 * Reads each request's body before a resource or a route sees the request, and refuses one over the limit with a 413
 * problem, whether its length was declared or it came in chunks. Quarkus' own limit answers without a document, and
 * only notices chunks once a thread is blocked on them.
 */
@Singleton
public class RequestBodyReader {

    /** Where among the routes the body is read: after authentication, right before Quarkus' own limit. */
    public static final int ORDER = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 2;

    private static final Logger LOG = Logger.getLogger(RequestBodyReader.class);
    private static final Set<HttpMethod> BODILESS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final ProblemWriter problems;
    private final long limit;

    RequestBodyReader(ProblemWriter problems, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.problems = problems;
        this.limit = limit.asLongValue();
    }

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(this::read);
    }

    /** Hands the body that was read to the resource, which else would wait for one that has already come. */
    @ServerRequestFilter(preMatching = true)
    public void handOver(ResteasyReactiveContainerRequestContext request, RoutingContext routed) {
        Buffer body = routed.body().buffer();
        if (body != null) {
            request.setEntityStream(new ByteArrayInputStream(body.getBytes()));
        }
    }

    private void read(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (declaredLength(request) > limit) {
            refuse(context);
        } else if (BODILESS.contains(request.method()) || request.isEnded()) {
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
            // Answered here: nobody further on shall ask for the body once more.
            request.headers().remove(HttpHeaders.EXPECT);
        }
        // The connection is gone, and with it whoever would read an answer: no fault of the service, and no error to
        // log.
        request.exceptionHandler(gone -> LOG.debugf("A caller has left: %s", gone.toString()));
        request.endHandler(end -> {
            if (body.length() <= limit) {
                ((RoutingContextInternal) context).setBody(body);
                context.next();
            }
        });
        request.handler(chunk -> {
            boolean wasWithin = body.length() <= limit;
            if (wasWithin) {
                body.appendBuffer(chunk);
                if (body.length() > limit) {
                    refuse(context);
                }
            }
        });
    }

    private void refuse(RoutingContext context) {
        // What is left of the body is not worth reading, so the connection can't serve another request.
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
