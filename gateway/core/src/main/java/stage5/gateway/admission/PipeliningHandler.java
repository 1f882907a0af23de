package stage5.gateway.admission;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Passes a request of a connection on only once the response to the earlier one has ended (RFC 9112, 9.3.2, pipelining). Vert.x
 * could queue requests itself, but if the client leaves while an invalid or incomplete one is in its queue, Vert.x fails before it
 * calls the close handler of the connection, and Quarkus counts the connection as open for ever: some thousand of them would use
 * up {@code quarkus.http.limits.max-connections}. While a request waits, nothing is read from its client, so at most one read is
 * kept in memory.
 *
 * @see <a href="https://github.com/eclipse-vertx/vert.x/issues/4188">The failure in Vert.x</a>
 */
final class PipeliningHandler extends ChannelDuplexHandler {

    private static final String NAME = "pipelining";

    private final Queue<Object> waiting = new ArrayDeque<>();
    private boolean responding = true;
    private boolean reading;
    private boolean last;
    private boolean dropping;

    /**
     * Creates the handler of a connection whose first request is in flight.
     *
     * @param last whether the connection is closed after the response to that request
     */
    PipeliningHandler(boolean last) {
        this.last = last;
    }

    /** Adds a handler to the connection of a request, if it has none yet; not over HTTP/2. */
    static void watch(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2 || !(request.connection() instanceof ConnectionBase connection)) {
            return;
        }
        ChannelPipeline pipeline = connection.channel().pipeline();
        ChannelHandlerContext vertx = pipeline.context(VertxHandler.class);
        // Without it the connection is closed already.
        if (vertx != null && pipeline.get(NAME) == null) {
            pipeline.addBefore(vertx.name(), NAME, new PipeliningHandler(!keepsAlive(request)));
        }
    }

    private static boolean keepsAlive(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1
                ? !request.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true)
                : request.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.KEEP_ALIVE, true);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        boolean begins = message instanceof HttpRequest;
        dropping |= begins && last && !responding;
        if (dropping) {
            ReferenceCountUtil.release(message);
        } else if (!waiting.isEmpty() || begins && responding) {
            waiting.add(message);
        } else {
            pass(context, message);
        }
    }

    private void pass(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            responding = true;
            last |= !HttpUtil.isKeepAlive(request);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (waiting.isEmpty()) {
            context.read();
        } else {
            reading = true;
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        last |= ResponseParts.endsConnection(message);
        // Before it is written, and released.
        boolean ends = ResponseParts.endsResponse(message);
        context.write(message, promise);
        if (ends) {
            // Later, because Vert.x ends its response after this.
            context.executor().execute(() -> next(context));
        }
    }

    private void next(ChannelHandlerContext context) {
        responding = false;
        if (last) {
            dropping |= !waiting.isEmpty();
            drop();
        } else if (!waiting.isEmpty()) {
            do {
                pass(context, waiting.remove());
            } while (!waiting.isEmpty() && !(waiting.peek() instanceof HttpRequest));
            context.fireChannelReadComplete();
        }
        if (reading && waiting.isEmpty()) {
            reading = false;
            context.read();
        }
    }

    private void drop() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        drop();
    }
}
