package stage5.gateway.upstream;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;

/**
 * A response of a service whose body is still being received.
 *
 * @param headers the end-to-end headers, as the client gets them
 * @param body paused until it is read
 * @param longestSilence the time without a byte after which the service counts as gone
 * @param end to be run once the stream has ended
 */
public record UpstreamStream(
        int status, MultiMap headers, HttpClientResponse body, Duration longestSilence, Runnable end) {

    /** Completes with the complete response. */
    Uni<UpstreamResponse> readAll() {
        Future<Buffer> bytes = body.body();
        body.resume();
        return Uni.createFrom()
                .completionStage(bytes.toCompletionStage())
                .map(complete -> new UpstreamResponse(status, headers, complete));
    }

    /** Cancels the stream by resetting its request. */
    public void cancel() {
        body.request().reset();
    }
}
