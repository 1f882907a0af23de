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
 * @param longestBody the most bytes that {@link #readAll} collects
 * @param end to be run once the stream has ended
 */
public record UpstreamStream(
        int status,
        MultiMap headers,
        HttpClientResponse body,
        Duration longestSilence,
        long longestBody,
        Runnable end) {

    /** Completes with the complete response; fails and resets the request if its body is too long. */
    Uni<UpstreamResponse> readAll() {
        Future<Buffer> bytes = BodyCollector.collect(body, longestBody);
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
