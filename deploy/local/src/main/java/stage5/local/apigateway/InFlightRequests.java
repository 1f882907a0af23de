package stage5.local.apigateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Counts requests in hand, until none is left and none may enter. */
final class InFlightRequests {

    private final Promise<Void> drained = Promise.promise();
    private int count;
    private boolean closing;

    /** Returns whether a request may enter; if so, {@link #leave} must follow. */
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

    /** Lets no more in, and returns what completes once all have left. */
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
