package stage5.gateway.passing;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.Pipe;
import org.jboss.logging.Logger;
import stage5.gateway.upstream.UpstreamAnswer;
import stage5.gateway.upstream.UpstreamStream;

/** Writes what services answered to clients, byte by byte as it was. */
final class Answers {

    private static final Logger LOG = Logger.getLogger(Answers.class);

    private Answers() {}

    static void write(HttpServerRequest request, UpstreamAnswer answer) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach((name, value) -> response.headers().add(name, value));
        if (request.method() == HttpMethod.HEAD || answer.body().length() == 0) {
            // Its length, if it has one, is that of the body which a GET would get.
            response.end();
        } else {
            response.headers().remove(HttpHeaders.CONTENT_LENGTH);
            response.end(answer.body());
        }
    }

    /** Returns once the stream has ended at either end; what breaks off there breaks off here. */
    static Uni<Void> write(HttpServerRequest request, UpstreamStream stream) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            stream.giveUp();
            return Uni.createFrom().voidItem();
        }
        response.closeHandler(gone -> stream.giveUp());
        response.setStatusCode(stream.status());
        stream.headers().forEach((name, value) -> response.headers().add(name, value));
        if (!response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            response.setChunked(true);
        }
        // At once, so that the client knows that it is listened to before there is anything to tell.
        response.writeHead();
        Pipe<Buffer> pipe = stream.body().pipe().endOnFailure(false);
        return Uni.createFrom()
                .completionStage(() -> pipe.to(response).toCompletionStage())
                .onFailure()
                .recoverWithItem(broken -> {
                    LOG.debugf(broken, "A stream broke off");
                    response.reset();
                    return null;
                });
    }
}
