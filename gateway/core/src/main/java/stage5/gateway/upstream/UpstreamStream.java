package stage5.gateway.upstream;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/**
 * What a service has begun to answer.
 *
 * @param headers those for the client: nothing that concerns one hop only
 * @param body paused
 */
public record UpstreamStream(int status, MultiMap headers, HttpClientResponse body) {

    /** Returns the answer once all of it has come. */
    Uni<UpstreamAnswer> whole() {
        Future<Buffer> whole = body.body();
        body.resume();
        return Uni.createFrom()
                .completionStage(whole.toCompletionStage())
                .map(bytes -> new UpstreamAnswer(status, headers, bytes));
    }

    /** Tells the service that nobody listens any more. */
    public void giveUp() {
        body.request().reset();
    }
}
