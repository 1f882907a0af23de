package stage5.local.apigateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Counts requests in flight and signals when the last one has ended after closing. */
final class InFlightRequests {

    private final Promise<Void> drained = Promise.promise();
    private int count;
    private boolean closing;

    /** Returns whether the request is admitted. Each admitted request must call {@link #leave}. */
    synchronized boolean enter() {
        if (closing) {
            return false;
        }
        count++;
        return true;
    }

    synchronized void leave() {
        count--;
        completeIfEmpty();
    }

    /** Admits no more requests. Completes once all requests in flight have ended. */
    synchronized Future<Void> drain() {
        closing = true;
        completeIfEmpty();
        return drained.future();
    }

    private void completeIfEmpty() {
        if (closing && count == 0) {
            drained.tryComplete();
        }
    }
}
