package stage5.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import stage5.gateway.upstream.UpstreamStream;

/**
 * Copies a stream of a service to a client, no faster than the client reads. A Vert.x pipe does the same, but does not notice a
 * service that sends nothing any more: the copy then cancels the stream.
 */
final class StreamCopy {

    private final Vertx vertx;
    private final UpstreamStream stream;
    private final HttpServerResponse response;
    private final Promise<Void> end = Promise.promise();
    private long timer;

    StreamCopy(Vertx vertx, UpstreamStream stream, HttpServerResponse response) {
        this.vertx = vertx;
        this.stream = stream;
        this.response = response;
    }

    /** Starts the copy; completes once the response has ended, fails if the stream or the response breaks. */
    Future<Void> start() {
        stream.body().exceptionHandler(this::fail);
        stream.body().endHandler(ended -> {
            vertx.cancelTimer(timer);
            response.end().onComplete(end);
        });
        stream.body().handler(this::write);
        response.drainHandler(drained -> stream.body().resume());
        expectData();
        stream.body().resume();
        return end.future();
    }

    private void write(Buffer chunk) {
        vertx.cancelTimer(timer);
        expectData();
        response.write(chunk).onFailure(this::fail);
        if (response.writeQueueFull()) {
            stream.body().pause();
        }
    }

    private void expectData() {
        timer = vertx.setTimer(stream.longestSilence().toMillis(), silent -> stream.cancel());
    }

    private void fail(Throwable failure) {
        vertx.cancelTimer(timer);
        end.tryFail(failure);
    }
}
