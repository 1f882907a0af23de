package stage5.gateway.admission;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import jakarta.inject.Singleton;
import stage5.kit.web.admission.AdmissionConfig;
import stage5.kit.web.admission.AdmissionFilter;

/**
 * Sheds requests in the pipeline of their connection, before Vert.x handles them: without a span, routing, rate limit or
 * JSON. In a flood most requests are shed, so their cost decides how much is left for the others. What admission does with
 * the first request of a connection, and with those that {@link SheddingHandler} passes on, is the same, but costs more.
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

    /** Sheds the requests that follow a request on its connection, if they exceed a limit; not over HTTP/2. */
    void watch(HttpServerRequest first) {
        if (!enabled
                || first.version() == HttpVersion.HTTP_2
                || !(first.connection() instanceof ConnectionBase connection)) {
            return;
        }
        ChannelPipeline pipeline = connection.channel().pipeline();
        ChannelHandlerContext vertx = pipeline.context(VertxHandler.class);
        // Without it the connection is closed already, and Vert.x handles what it had read before.
        if (vertx != null && pipeline.get(NAME) == null) {
            pipeline.addBefore(vertx.name(), NAME, new SheddingHandler(admission::sheds, response, cors));
        }
    }
}
