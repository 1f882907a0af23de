package stage5.load.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

/** A connection with at most one request in flight. All calls are on the thread of its event loop. */
final class HttpConnection extends SimpleChannelInboundHandler<HttpObject> {

    private final Listener listener;
    private Channel channel;
    private Pending pending;
    private int status;
    private boolean reusable;

    HttpConnection(Listener listener) {
        this.listener = listener;
    }

    /** A request in flight; see {@link Exchange} for the times. */
    record Pending(String route, long due, long sent) {}

    /** Receives what happens to a connection. */
    interface Listener {

        /** Called once the connection is open. */
        void opened(HttpConnection connection);

        /** Called once a response is complete. The connection has no request in flight then. */
        void answered(HttpConnection connection, Pending request, int status, boolean reusable);

        /**
         * Called once the connection is closed.
         *
         * @param request the request in flight; null if there was none
         */
        void closed(HttpConnection connection, Pending request);
    }

    void send(LoadRequest request, Pending started) {
        pending = started;
        channel.writeAndFlush(Unpooled.wrappedBuffer(request.bytes()), channel.voidPromise());
    }

    void close() {
        channel.close();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        listener.opened(this);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (part instanceof HttpResponse response) {
            status = response.decoderResult().isSuccess() ? response.status().code() : Exchange.LOST;
            reusable = response.decoderResult().isSuccess() && HttpUtil.isKeepAlive(response);
        }
        if (part instanceof LastHttpContent && pending != null) {
            Pending answered = pending;
            pending = null;
            listener.answered(this, answered, status, reusable);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Pending lost = pending;
        pending = null;
        listener.closed(this, lost);
    }

    /** Reports a connection that could not be opened as closed. */
    void failed() {
        listener.closed(this, null);
    }

    /** A reset by the server: {@link #channelInactive} follows. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
