package stage5.gateway.admission;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import jakarta.inject.Singleton;
import stage5.kit.web.admission.AdmissionConfig;
import stage5.kit.web.admission.AdmissionFilter;

/**
 * Sheds requests in the pipeline of their connection, before Vert.x handles them: without a span, routing, rate limit or
 * JSON. In a flood most requests are shed, so their cost decides how much is left for the others. The first request of a
 * connection is shed by the handler of the connection, because Vert.x handles it already; it has no span and no route either.
 * What admission does with requests that {@link SheddingHandler} passes on is the same, but costs more.
 */
@Singleton
public final class EarlyShedding {

    private static final String NAME = "shedding";

    private final AdmissionFilter admission;
    private final ShedResponse response;
    private final boolean enabled;
    private final boolean cors;

    EarlyShedding(AdmissionFilter admission, ShedResponse response, AdmissionConfig config, VertxHttpConfig http) {
        this.admission = admission;
        this.response = response;
        this.enabled = config.enabled();
        this.cors = http.cors().enabled();
    }

    /**
     * Sheds the requests that follow a request on its connection, if they exceed a limit; not over HTTP/2.
     *
     * @param request called by the tracer, before Vert.x chooses the handler of the request
     * @return whether the request itself is shed, because it is the first of its connection and exceeds a limit
     */
    boolean watch(HttpServerRequest request) {
        if (!enabled
                || request.version() == HttpVersion.HTTP_2
                || !(request.connection() instanceof ConnectionBase connection)) {
            return false;
        }
        ChannelPipeline pipeline = connection.channel().pipeline();
        ChannelHandlerContext vertx = pipeline.context(VertxHandler.class);
        // Without it the connection is closed already, and Vert.x handles what it had read before.
        if (vertx == null || pipeline.get(NAME) != null) {
            return false;
        }
        SheddingHandler handler = new SheddingHandler(admission::sheds, response, cors);
        pipeline.addBefore(vertx.name(), NAME, handler);
        if (request.version() == HttpVersion.HTTP_1_1
                && request.decoderResult().isSuccess()
                && connection instanceof HttpServerConnection server
                && handler.sheds(request.method().name(), request.uri(), request.headers()::get)) {
            server.handler(this::shed);
            return true;
        }
        return false;
    }

    private void shed(HttpServerRequest request) {
        ((HttpServerConnection) request.connection()).handler(VertxHttpRecorder.getRootHandler());
        response.write(request);
    }
}
