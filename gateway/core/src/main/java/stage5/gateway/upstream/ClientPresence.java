package stage5.gateway.upstream;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;

/**
 * Whether the client of the current request still waits for its response. Each call to a service is cancelled once it does
 * not, so that no service works for a client that has gone. It is stored in the request's duplicated Vert.x context,
 * because the guards of SmallRye Fault Tolerance do not pass on the cancellation of a {@code Uni}.
 */
public final class ClientPresence {

    private static final String KEY = ClientPresence.class.getName();

    private ClientPresence() {}

    /** Starts to watch the client of a request; has no effect outside a duplicated context. */
    public static void watch(RoutingContext request) {
        Context context = Vertx.currentContext();
        if (context instanceof ContextInternal internal && internal.isDuplicate()) {
            Promise<Void> gone = Promise.promise();
            request.addEndHandler(end -> {
                if (!request.response().ended()) {
                    gone.tryComplete();
                }
            });
            internal.putLocal(KEY, gone.future());
        }
    }

    /** Returns a future that completes if the client closes its connection before it has a response. */
    static Future<Void> gone() {
        Context context = Vertx.currentContext();
        if (context instanceof ContextInternal internal && internal.isDuplicate()) {
            Future<Void> gone = internal.getLocal(KEY);
            if (gone != null) {
                return gone;
            }
        }
        return Promise.<Void>promise().future();
    }
}
