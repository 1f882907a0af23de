package stage5.load.gateway;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Answers the requests of one connection of {@link StubUpstream}. */
final class StubHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    /** Changes the delay of the answers. */
    static final String DELAY_PATH = "/stub/delay";

    static final String KEYS_PATH = "/.well-known/jwks.json";

    /**
     * Where an <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp-request">OTLP exporter</a> sends spans. They are
     * discarded.
     */
    private static final String TRACES_PATH = "/v1/traces";

    private static final StubAnswer ACCEPTED = new StubAnswer(200, "application/x-protobuf", null, new byte[0]);
    private static final StubAnswer CHANGED = new StubAnswer(204, null, null, new byte[0]);
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final StubState state;
    private Future<?> heartbeats;

    StubHandler(StubState state) {
        this.state = state;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        QueryStringDecoder target = new QueryStringDecoder(request.uri());
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        if (target.path().equals(DELAY_PATH)) {
            state.delay(Duration.ofMillis(
                    Long.parseLong(target.parameters().get("millis").getFirst())));
            write(context, CHANGED, keepAlive);
        } else if (target.path().equals(KEYS_PATH)) {
            write(context, state.keys(), keepAlive);
        } else if (target.path().equals(TRACES_PATH)) {
            write(context, ACCEPTED, keepAlive);
        } else if (target.path().endsWith(StubAnswer.STREAM_SUFFIX)) {
            stream(context);
        } else {
            StubAnswer answer = StubAnswer.to(request.method().name(), target.path());
            Duration delay = state.delay();
            if (delay.isZero()) {
                write(context, answer, keepAlive);
            } else {
                context.executor()
                        .schedule(() -> write(context, answer, keepAlive), delay.toNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    private static void write(ChannelHandlerContext context, StubAnswer answer, boolean keepAlive) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body()));
        response.headers().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        if (answer.contentType() != null) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
            response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        }
        if (answer.location() != null) {
            response.headers().set(HttpHeaderNames.LOCATION, answer.location());
        }
        HttpUtil.setKeepAlive(response, keepAlive);
        ChannelFuture written = context.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void stream(ChannelHandlerContext context) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        context.write(head);
        comment(context);
        long nanos = state.heartbeat().toNanos();
        heartbeats = context.executor().scheduleAtFixedRate(() -> comment(context), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private static void comment(ChannelHandlerContext context) {
        context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(COMMENT)));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (heartbeats != null) {
            heartbeats.cancel(false);
        }
    }

    /** A reset by the proxy: {@link #channelInactive} follows. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
