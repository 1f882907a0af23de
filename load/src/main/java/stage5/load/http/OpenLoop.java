package stage5.load.http;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import stage5.load.http.HttpConnection.Pending;

/** A run whose requests are due at fixed times. All calls are on the thread of the event loop. */
final class OpenLoop implements HttpConnection.Listener {

    /** The longest time that a request waits for a connection. */
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);

    /** Time for the last responses. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(10);

    private final Consumer<HttpConnection> open;
    private final EventLoop loop;
    private final LongFunction<LoadRequest> requests;
    private final int most;
    private final DueTimes dueTimes;
    private final List<LoadPhase> phases;
    private final CompletableFuture<LoadRun> result;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final Deque<HttpConnection> idle = new ArrayDeque<>();
    private final Deque<Long> waiting = new ArrayDeque<>();
    private final Map<HttpConnection, Pending> busy = new HashMap<>();

    /** Connections that are being opened, each with the due time of the request that it is for. */
    private final Map<HttpConnection, Long> opening = new HashMap<>();

    private long zero;
    private long number;
    private int phase = -1;

    OpenLoop(
            Consumer<HttpConnection> open,
            EventLoop loop,
            LongFunction<LoadRequest> requests,
            int most,
            List<LoadPhase> phases,
            CompletableFuture<LoadRun> result) {
        this.open = open;
        this.loop = loop;
        this.requests = requests;
        this.most = most;
        this.phases = phases;
        this.dueTimes = new DueTimes(phases);
        this.result = result;
    }

    void start() {
        zero = System.nanoTime();
        tick();
    }

    /** Sends all requests that are due, and schedules the next call. */
    private void tick() {
        long now = now();
        startPhase(now);
        giveUp(now);
        for (; dueTimes.hasNext() && dueTimes.peek() <= now; dueTimes.next()) {
            dispatch(dueTimes.peek());
        }
        if (dueTimes.hasNext()) {
            loop.schedule(this::tick, Math.max(0, dueTimes.peek() - now()), TimeUnit.NANOSECONDS);
        } else {
            awaitLast(now() + GRACE);
        }
    }

    private void startPhase(long now) {
        int current = dueTimes.phaseAt(now);
        for (; phase < current; phase++) {
            Thread.startVirtualThread(phases.get(phase + 1).atStart());
        }
    }

    private void giveUp(long now) {
        while (!waiting.isEmpty() && now - waiting.peek() > LONGEST_WAIT) {
            long due = waiting.poll();
            exchanges.add(new Exchange(requests.apply(number++).route(), due, now, now, Exchange.NOT_SENT));
        }
    }

    private void dispatch(long due) {
        HttpConnection connection = idle.pollLast();
        if (connection != null) {
            send(connection, due);
        } else if (opening.size() + busy.size() < most) {
            HttpConnection opened = new HttpConnection(this);
            opening.put(opened, due);
            open.accept(opened);
        } else {
            waiting.add(due);
        }
    }

    private void send(HttpConnection connection, long due) {
        LoadRequest request = requests.apply(number++);
        Pending sent = new Pending(request.route(), due, now());
        busy.put(connection, sent);
        connection.send(request, sent);
    }

    @Override
    public void opened(HttpConnection connection) {
        Long due = opening.remove(connection);
        if (due == null) {
            connection.close();
        } else {
            send(connection, due);
        }
    }

    @Override
    public void answered(HttpConnection connection, Pending request, int status, boolean reusable) {
        busy.remove(connection);
        exchanges.add(new Exchange(request.route(), request.due(), request.sent(), now(), status));
        giveUp(now());
        if (!reusable) {
            connection.close();
        } else if (waiting.isEmpty()) {
            idle.addLast(connection);
        } else {
            send(connection, waiting.poll());
        }
    }

    @Override
    public void closed(HttpConnection connection, Pending request) {
        idle.remove(connection);
        Long neverSent = opening.remove(connection);
        Pending lost = busy.remove(connection);
        if (neverSent != null) {
            String route = requests.apply(number++).route();
            exchanges.add(new Exchange(route, neverSent, now(), now(), Exchange.LOST));
        }
        if (lost != null) {
            exchanges.add(new Exchange(lost.route(), lost.due(), lost.sent(), now(), Exchange.LOST));
        }
        if (!waiting.isEmpty() && !result.isDone()) {
            dispatch(waiting.poll());
        }
    }

    private void awaitLast(long until) {
        long now = now();
        giveUp(now);
        if (now >= until || (busy.isEmpty() && opening.isEmpty() && waiting.isEmpty())) {
            end(now);
        } else {
            loop.schedule(() -> awaitLast(until), 5, TimeUnit.MILLISECONDS);
        }
    }

    private void end(long now) {
        busy.values()
                .forEach(
                        late -> exchanges.add(new Exchange(late.route(), late.due(), late.sent(), now, Exchange.LOST)));
        opening.values()
                .forEach(due ->
                        exchanges.add(new Exchange(requests.apply(number++).route(), due, now, now, Exchange.LOST)));
        List<HttpConnection> open = new ArrayList<>(idle);
        open.addAll(busy.keySet());
        busy.clear();
        opening.clear();
        waiting.clear();
        result.complete(
                new LoadRun(exchanges, phases.stream().map(LoadPhase::length).reduce(Duration.ZERO, Duration::plus)));
        open.forEach(HttpConnection::close);
    }

    private long now() {
        return System.nanoTime() - zero;
    }
}
