package stage5.load.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongFunction;

/** Sends requests to one server, on one thread. The n-th call of a request function returns the n-th request. */
public final class HttpLoad implements AutoCloseable {

    private final EventLoopGroup loop = EventLoops.single();
    private final URI target;

    public HttpLoad(URI target) {
        this.target = target;
    }

    /**
     * Sends requests for a time, each as soon as the one before on its connection is answered. Returns the requests that were
     * answered in that time.
     */
    public LoadRun closedLoop(LongFunction<LoadRequest> requests, int connections, Duration length)
            throws InterruptedException {
        CompletableFuture<LoadRun> result = new CompletableFuture<>();
        loop.execute(() -> new ClosedLoop(this::open, loop.next(), requests, length, result).start(connections));
        return await(result);
    }

    /**
     * Sends requests at the rates of the phases, whether or not earlier ones are answered (open loop). A request that finds
     * no connection for a second is not sent. Returns once each request is answered, or 10 s after the last one.
     *
     * @param connections the most connections
     */
    public LoadRun openLoop(LongFunction<LoadRequest> requests, int connections, List<LoadPhase> phases)
            throws InterruptedException {
        CompletableFuture<LoadRun> result = new CompletableFuture<>();
        loop.execute(() -> new OpenLoop(this::open, loop.next(), requests, connections, phases, result).start());
        return await(result);
    }

    private static LoadRun await(CompletableFuture<LoadRun> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The load has failed", e.getCause());
        }
    }

    private void open(HttpConnection connection) {
        connect(loop, target, connection).addListener((ChannelFutureListener) opened -> {
            if (!opened.isSuccess()) {
                connection.failed();
            }
        });
    }

    static ChannelFuture connect(EventLoopGroup loop, URI target, ChannelHandler handler) {
        return new Bootstrap()
                .group(loop)
                .channel(EventLoops.clientSocket())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 5_000)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpResponseDecoder(), handler);
                    }
                })
                .connect(target.getHost(), target.getPort());
    }

    @Override
    public void close() {
        EventLoops.close(loop);
    }
}
