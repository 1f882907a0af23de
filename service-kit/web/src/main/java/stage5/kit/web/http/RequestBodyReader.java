package stage5.kit.web.http;

import io.netty.handler.codec.http.HttpHeaderValues;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
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
 *
 * <p>Clients that send slowly, or nothing, hold memory for a limited time and of a limited size ({@link RequestBodyConfig}):
 * beyond them the response is a 408 or 503 problem. A refused body is read to its end or its deadline, because a client that
 * still sends would not see the response of a closed connection (<a
 * href="https://www.rfc-editor.org/rfc/rfc9112#section-9.6">RFC 9112, 9.6</a>).
 */
@Singleton
public class RequestBodyReader {

    /** The order of the route that reads the body: after authentication, before Quarkus' own limit. */
    public static final int ORDER = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 2;

    /** The methods whose body is not read. */
    public static final Set<HttpMethod> METHODS_WITHOUT_BODY = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private static final Logger LOG = Logger.getLogger(RequestBodyReader.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ProblemWriter problems;
    private final AtomicLong held = new AtomicLong();

    RequestBodyReader(ProblemWriter problems) {
        this.problems = problems;
    }

    /** Reads the configuration here, because a JAX-RS filter is created before run-time configuration is available. */
    void register(
            @Observes Router router,
            RequestBodyConfig config,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        Limits limits = new Limits(
                limit.asLongValue(),
                config.deadline().toMillis(),
                config.memory().asLongValue());
        router.route().order(ORDER).handler(request -> read(request, limits));
    }

    /** Passes the body to the resource; Quarkus REST would otherwise wait for a body that is already read. */
    @ServerRequestFilter(preMatching = true)
    public void passToResource(ResteasyReactiveContainerRequestContext request, RoutingContext context) {
        Buffer body = context.body().buffer();
        if (body != null) {
            request.setEntityStream(new ByteArrayInputStream(body.getBytes()));
        }
    }

    private void read(RoutingContext context, Limits limits) {
        HttpServerRequest request = context.request();
        boolean tooLarge = declaredLength(request) > limits.body();
        if (!tooLarge && (METHODS_WITHOUT_BODY.contains(request.method()) || request.isEnded())) {
            context.next();
            return;
        }
        Collection collection = new Collection(context, limits);
        if (tooLarge) {
            collection.refuse(tooLarge(limits));
        } else if (HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            context.response().writeContinue();
            // Without the header, later handlers do not send a second 100 Continue.
            request.headers().remove(HttpHeaders.EXPECT);
        }
    }

    private static ProblemException tooLarge(Limits limits) {
        return ProblemException.of(
                413, "content-too-large", "Content too large", "A body may have %d bytes.".formatted(limits.body()));
    }

    private static ProblemException tooSlow(Limits limits) {
        return ProblemException.of(
                408,
                "request-timeout",
                "Request time-out",
                "A body must arrive within %d ms.".formatted(limits.deadlineMillis()));
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }

    /**
     * What one body, and all together, may take.
     *
     * @param body the most bytes of one body
     * @param deadlineMillis the time until a body is complete
     * @param memory the most bytes of all incomplete bodies
     */
    private record Limits(long body, long deadlineMillis, long memory) {}

    /** A body that is being read. */
    private final class Collection {

        private final RoutingContext context;
        private final Limits limits;
        private final long timer;
        private Buffer body = Buffer.buffer();
        private boolean refused;

        private Collection(RoutingContext context, Limits limits) {
            this.context = context;
            this.limits = limits;
            HttpServerRequest request = context.request();
            timer = context.vertx().setTimer(limits.deadlineMillis(), late -> expire());
            request.exceptionHandler(this::fail);
            request.handler(this::add);
            request.endHandler(end -> complete());
        }

        private void add(Buffer chunk) {
            if (refused) {
                return;
            }
            if (body.length() + chunk.length() > limits.body()) {
                refuse(tooLarge(limits));
            } else if (held.addAndGet(chunk.length()) > limits.memory()) {
                held.addAndGet(-chunk.length());
                refuse(ProblemException.unavailable("Too many bodies are being received.", RETRY_AFTER));
            } else {
                body.appendBuffer(chunk);
            }
        }

        private void complete() {
            context.vertx().cancelTimer(timer);
            Buffer complete = release();
            if (!refused) {
                ((RoutingContextInternal) context).setBody(complete);
                context.next();
            } else if (context.request().version() != HttpVersion.HTTP_2) {
                context.request().connection().close();
            }
        }

        private void expire() {
            if (!refused) {
                context.addEndHandler(end -> close());
                refuse(tooSlow(limits));
            } else {
                close();
            }
        }

        /** The client closed the connection: no error of the service, and no response is possible. */
        private void fail(Throwable failure) {
            LOG.debugf("Client closed the connection: %s", failure.toString());
            context.vertx().cancelTimer(timer);
            release();
        }

        private void refuse(ProblemException problem) {
            refused = true;
            release();
            // The rest of the body is not used, so the connection can't be used for another request.
            if (context.request().version() != HttpVersion.HTTP_2) {
                context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            problems.write(context, problem);
        }

        private Buffer release() {
            Buffer read = body;
            held.addAndGet(-read.length());
            body = Buffer.buffer();
            return read;
        }

        private void close() {
            if (context.request().version() == HttpVersion.HTTP_2) {
                context.response().reset();
            } else {
                context.request().connection().close();
            }
        }
    }
}
