package stage5.gateway.proxy;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;
import stage5.gateway.upstream.UpstreamResponse;
import stage5.gateway.upstream.UpstreamStream;

/** Writes responses of services to clients, with an unchanged body. */
final class ResponseWriter {

    private static final Logger LOG = Logger.getLogger(ResponseWriter.class);

    private ResponseWriter() {}

    static void write(HttpServerRequest request, UpstreamResponse upstream) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(upstream.status());
        upstream.headers().forEach((name, value) -> response.headers().add(name, value));
        if (request.method() == HttpMethod.HEAD || upstream.body().length() == 0) {
            // For HEAD, the Content-Length header, if any, is that of the body of a GET.
            response.end();
        } else {
            response.headers().remove(HttpHeaders.CONTENT_LENGTH);
            response.end(upstream.body());
        }
    }

    /**
     * Writes a stream to the client; completes once it has ended at either end. If the service breaks the stream off,
     * the response to the client is reset.
     */
    static Uni<Void> write(RoutingContext request, UpstreamStream stream) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            stream.cancel();
            return Uni.createFrom().voidItem();
        }
        try {
            return begin(request, stream);
        } catch (RuntimeException e) {
            // Otherwise the connection to the service would stay open although nothing reads it.
            stream.cancel();
            throw e;
        }
    }

    private static Uni<Void> begin(RoutingContext request, UpstreamStream stream) {
        HttpServerResponse response = request.response();
        // Not closeHandler, which would replace the handlers of filters, for example of admission.
        request.addEndHandler(end -> {
            if (!response.ended()) {
                stream.cancel();
            }
        });
        response.setStatusCode(stream.status());
        stream.headers().forEach((name, value) -> response.headers().add(name, value));
        if (!response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            if (request.request().version() == HttpVersion.HTTP_1_0) {
                // HTTP/1.0 has no chunks: the body ends where the connection does (RFC 9112, 6.3).
                response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                request.addEndHandler(end -> request.request().connection().close());
            } else {
                response.setChunked(true);
            }
        }
        // Sends the response head at once, so that the client sees an open stream before the first event. Not by
        // writeHead,
        // which demands a length or chunks in HTTP/1.0 too.
        response.write(Buffer.buffer());
        Future<Void> copied = new StreamCopy(request.vertx(), stream, response).start();
        return Uni.createFrom()
                .completionStage(copied::toCompletionStage)
                .onFailure()
                .recoverWithItem(broken -> {
                    LOG.debugf(broken, "A stream was broken off");
                    response.reset();
                    return null;
                });
    }
}
