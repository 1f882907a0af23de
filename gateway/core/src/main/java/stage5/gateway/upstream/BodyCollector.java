package stage5.gateway.upstream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** Collects the body of a service's response, up to a limit. */
final class BodyCollector {

    private final HttpClientResponse response;
    private final long limit;
    private final Promise<Buffer> complete = Promise.promise();
    private final Buffer body = Buffer.buffer();

    private BodyCollector(HttpClientResponse response, long limit) {
        this.response = response;
        this.limit = limit;
    }

    /**
     * Completes with the body; fails and resets the request once it is longer than the limit.
     *
     * @param limit in bytes
     */
    static Future<Buffer> collect(HttpClientResponse response, long limit) {
        BodyCollector collector = new BodyCollector(response, limit);
        response.exceptionHandler(collector.complete::tryFail);
        response.endHandler(end -> collector.complete.tryComplete(collector.body));
        response.handler(collector::add);
        return collector.complete.future();
    }

    private void add(Buffer chunk) {
        if (body.length() + chunk.length() > limit) {
            complete.tryFail(new BodyTooLarge(limit));
            response.request().reset();
        } else if (!complete.future().isComplete()) {
            body.appendBuffer(chunk);
        }
    }

    /** The body is longer than the limit. */
    static final class BodyTooLarge extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private BodyTooLarge(long limit) {
            super("its response is longer than %d bytes".formatted(limit), null, false, false);
        }
    }
}
