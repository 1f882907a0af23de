package stage5.load.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Event streams that are held open. What they send is read and dropped. */
public final class EventStreams implements AutoCloseable {

    /** The most streams that wait for their response head at once. */
    private static final int OPENING = 16;

    private static final int OK = 200;

    private final EventLoopGroup loop = EventLoops.single();
    private final URI target;
    private final AtomicInteger open = new AtomicInteger();

    public EventStreams(URI target) {
        this.target = target;
    }

    /** Opens a stream for each request and waits for their response heads. Returns the number of streams that are open. */
    public int open(List<LoadRequest> requests, Duration timeout) throws InterruptedException {
        Semaphore opening = new Semaphore(OPENING);
        CountDownLatch decided = new CountDownLatch(requests.size());
        long deadline = System.nanoTime() + timeout.toNanos();
        for (LoadRequest request : requests) {
            if (!opening.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return open();
            }
            Stream stream = new Stream(request, () -> {
                opening.release();
                decided.countDown();
            });
            HttpLoad.connect(loop, target, stream).addListener((ChannelFutureListener) connected -> {
                if (!connected.isSuccess()) {
                    stream.decide();
                }
            });
        }
        decided.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        return open();
    }

    /** Returns the number of streams that have begun and not ended. */
    public int open() {
        return open.get();
    }

    @Override
    public void close() {
        EventLoops.close(loop);
    }

    private final class Stream extends SimpleChannelInboundHandler<HttpObject> {

        private final LoadRequest request;
        private Runnable undecided;
        private boolean counted;

        Stream(LoadRequest request, Runnable undecided) {
            this.request = request;
            this.undecided = undecided;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(Unpooled.wrappedBuffer(request.bytes()));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
            if (part instanceof HttpResponse response && response.status().code() == OK) {
                counted = true;
                open.incrementAndGet();
                decide();
            }
            if (part instanceof LastHttpContent) {
                context.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (counted) {
                counted = false;
                open.decrementAndGet();
            }
            decide();
        }

        /** A reset by the server: {@link #channelInactive} follows. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }

        private void decide() {
            if (undecided != null) {
                undecided.run();
                undecided = null;
            }
        }
    }
}
