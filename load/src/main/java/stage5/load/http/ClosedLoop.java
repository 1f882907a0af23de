package stage5.load.http;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import stage5.load.http.HttpConnection.Pending;

/** A run whose connections are always busy. All calls are on the thread of the event loop. */
final class ClosedLoop implements HttpConnection.Listener {

    /** Pause before a lost connection is opened again. */
    private static final long REOPEN_MILLIS = 20;

    private final Consumer<HttpConnection> open;
    private final EventLoop loop;
    private final LongFunction<LoadRequest> requests;
    private final Duration length;
    private final CompletableFuture<LoadRun> result;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<HttpConnection> connections = new ArrayList<>();
    private long zero;
    private long number;

    ClosedLoop(
            Consumer<HttpConnection> open,
            EventLoop loop,
            LongFunction<LoadRequest> requests,
            Duration length,
            CompletableFuture<LoadRun> result) {
        this.open = open;
        this.loop = loop;
        this.requests = requests;
        this.length = length;
        this.result = result;
    }

    void start(int count) {
        zero = System.nanoTime();
        for (int i = 0; i < count; i++) {
            open.accept(new HttpConnection(this));
        }
        loop.schedule(this::end, length.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void end() {
        result.complete(new LoadRun(exchanges, length));
        List.copyOf(connections).forEach(HttpConnection::close);
    }

    @Override
    public void opened(HttpConnection connection) {
        connections.add(connection);
        if (result.isDone()) {
            connection.close();
        } else {
            sendNext(connection);
        }
    }

    private void sendNext(HttpConnection connection) {
        LoadRequest request = requests.apply(number++);
        long now = now();
        connection.send(request, new Pending(request.route(), now, now));
    }

    @Override
    public void answered(HttpConnection connection, Pending request, int status, boolean reusable) {
        if (result.isDone()) {
            return;
        }
        exchanges.add(new Exchange(request.route(), request.due(), request.sent(), now(), status));
        if (reusable) {
            sendNext(connection);
        } else {
            connection.close();
        }
    }

    @Override
    public void closed(HttpConnection connection, Pending request) {
        connections.remove(connection);
        if (result.isDone()) {
            return;
        }
        if (request != null) {
            exchanges.add(new Exchange(request.route(), request.due(), request.sent(), now(), Exchange.LOST));
        }
        loop.schedule(this::reopen, REOPEN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void reopen() {
        if (!result.isDone()) {
            open.accept(new HttpConnection(this));
        }
    }

    private long now() {
        return System.nanoTime() - zero;
    }
}
