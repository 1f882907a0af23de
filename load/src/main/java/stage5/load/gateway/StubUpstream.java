package stage5.load.gateway;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import stage5.load.http.EventLoops;

/**
 * A trivial HTTP server in place of a service: constant answers ({@link StubAnswer}), the key set of the access tokens, event
 * streams that only send comments, and a collector that discards the spans that it is sent. {@code PUT
 * /stub/delay?millis=N} delays all later answers of a service.
 */
final class StubUpstream implements AutoCloseable {

    /** More than a batch of 512 spans has. */
    private static final int LARGEST_BODY = 4 * 1024 * 1024;

    private static final int BACKLOG = 4096;

    private final Channel channel;

    private StubUpstream(Channel channel) {
        this.channel = channel;
    }

    /**
     * Starts a server on 127.0.0.1.
     *
     * @param port 0 for a free port
     * @param heartbeat the time between the comments of an event stream
     */
    static StubUpstream start(EventLoopGroup loop, int port, String jwks, Duration heartbeat) {
        StubState state = new StubState(StubAnswer.json(200, jwks), heartbeat);
        Channel channel = new ServerBootstrap()
                .group(loop)
                .channel(EventLoops.serverSocket())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel accepted) {
                        accepted.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(LARGEST_BODY),
                                        new StubHandler(state));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .syncUninterruptibly()
                .channel();
        return new StubUpstream(channel);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + ((InetSocketAddress) channel.localAddress()).getPort());
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }
}
