package stage5.gateway.admission;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import stage5.kit.web.admission.AdmissionConfig;
import stage5.kit.web.admission.AdmissionFilter;
import stage5.kit.web.problem.Problem;
import stage5.kit.web.problem.ProblemException;
import stage5.kit.web.problem.ProblemWriter;
import stage5.kit.web.telemetry.RouteTemplate;

/**
 * The response to a request that is shed early: the same problem as {@link AdmissionFilter} writes, without a trace id because
 * the request has no trace. It is encoded once, and its headers once a second, for {@code Date}. Thread-safe.
 */
@Singleton
public final class ShedResponse {

    private final InstantSource clock;
    private final byte[] body;
    private final HttpHeaders fixed;
    private volatile Headers headers = new Headers(-1, EmptyHttpHeaders.INSTANCE);

    /** Headers that are not changed any more, and the second that their date states. */
    private record Headers(long second, HttpHeaders headers) {}

    @Inject
    ShedResponse(AdmissionConfig config, ProblemWriter problems, VertxHttpConfig http) {
        this(problems, AdmissionFilter.problem(config));
        http.header().forEach((name, header) -> fixed.set(name, header.value()));
    }

    private ShedResponse(ProblemWriter problems, ProblemException shed) {
        this(problems.bytes(shed.problem()), shed.headers(), InstantSource.system());
    }

    /**
     * Creates a response.
     *
     * @param body a problem as JSON
     * @param further headers
     */
    ShedResponse(byte[] body, Map<String, String> further, InstantSource clock) {
        this.clock = clock;
        this.body = body.clone();
        this.fixed = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        fixed.set(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);
        fixed.set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
        further.forEach(fixed::set);
    }

    /** Returns the response to a request with that method; one to HEAD has no body. */
    FullHttpResponse to(HttpMethod method) {
        ByteBuf content = method.equals(HttpMethod.HEAD) ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.SERVICE_UNAVAILABLE,
                content,
                headers(),
                EmptyHttpHeaders.INSTANCE);
    }

    /** Writes the response to a request. */
    void write(HttpServerRequest request) {
        RouteTemplate.setIfUnrouted(request);
        HttpServerResponse written = request.response().setStatusCode(HttpResponseStatus.SERVICE_UNAVAILABLE.code());
        headers().forEach(header -> written.putHeader(header.getKey(), header.getValue()));
        if (request.method() == io.vertx.core.http.HttpMethod.HEAD) {
            written.end();
        } else {
            written.end(Buffer.buffer(body));
        }
    }

    private HttpHeaders headers() {
        Instant now = clock.instant();
        Headers current = headers;
        if (current.second() != now.getEpochSecond()) {
            current = new Headers(now.getEpochSecond(), fixed.copy().set(HttpHeaderNames.DATE, DateHeader.format(now)));
            headers = current;
        }
        return current.headers();
    }
}
