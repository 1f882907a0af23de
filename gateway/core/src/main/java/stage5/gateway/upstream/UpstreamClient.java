package stage5.gateway.upstream;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import stage5.gateway.domain.Upstream;
import stage5.kit.web.resilience.TimeBudget;

/**
 * Calls one service over HTTP: one attempt per call, limited by a time-out and the caller's time budget. {@link
 * GuardedUpstream} adds retries, breaker and bulkhead.
 */
final class UpstreamClient {

    private static final Duration UNLIMITED = Duration.ofDays(1);
    private static final int KEEP_ALIVE_SECONDS = 30;

    private final Upstream upstream;
    private final URI address;
    private final Timeouts timeouts;
    private final HttpClient http;

    /**
     * Creates a client.
     *
     * @param connections the size of the connection pool
     */
    UpstreamClient(Upstream upstream, URI address, Timeouts timeouts, int connections, Vertx vertx) {
        this.upstream = upstream;
        this.address = address;
        this.timeouts = timeouts;
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(connections)
                .setConnectTimeout(Math.toIntExact(timeouts.attempt().toMillis()))
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS));
    }

    /**
     * Completes with the service's response, whatever its status. Fails with an {@link UpstreamOutage} if there is none
     * within the time-out or, if that is shorter, the caller's remaining time budget.
     *
     * @param reserve the part of the caller's time budget to leave unused
     */
    Uni<UpstreamResponse> send(UpstreamRequest request, Duration reserve) {
        return send(request, timeout(request), reserve);
    }

    /** Returns the time-out of an attempt, the caller's time budget aside. */
    Duration timeout(UpstreamRequest request) {
        return request.repeatable() ? timeouts.attempt() : timeouts.onlyAttempt();
    }

    /** Completes and fails as {@link #send(UpstreamRequest, Duration)} does, but with the given time-out. */
    Uni<UpstreamResponse> send(UpstreamRequest request, Duration timeout, Duration reserve) {
        return uni(() -> {
            Limit limit = limit(timeout, reserve);
            return limit.isOver() ? Future.failedFuture(limit.outage()) : exchange(request, limit, this::readAll);
        });
    }

    /** Completes with the response head and a paused body; fails as {@link #send} does. The body has no time-out. */
    Uni<UpstreamStream> open(UpstreamRequest request) {
        return uni(() -> {
            Limit limit = limit(timeouts.streamBeginning(), Duration.ZERO);
            return limit.isOver()
                    ? Future.failedFuture(limit.outage())
                    : exchange(request, limit, response -> Future.succeededFuture(stream(response)));
        });
    }

    /** Returns whether a call that starts now has any of the caller's time budget left, beyond the reserve. */
    boolean hasTime(Duration reserve) {
        return !limit(timeouts.attempt(), reserve).isOver();
    }

    private <T> Future<T> exchange(
            UpstreamRequest request, Limit limit, Function<HttpClientResponse, Future<T>> reader) {
        return http.request(options(request)
                        .putHeader(TimeBudget.HEADER, Long.toString(limit.millis()))
                        .setConnectTimeout(limit.millis()))
                .compose(connected -> connected
                        .send(request.body() == null ? Buffer.buffer() : request.body())
                        .compose(reader)
                        .timeout(limit.millis(), TimeUnit.MILLISECONDS)
                        .onFailure(failure -> reset(connected)))
                .recover(failure -> Future.failedFuture(
                        isTimeout(failure) ? limit.outage() : new UpstreamOutage.Unreachable(upstream, failure)));
    }

    private RequestOptions options(UpstreamRequest request) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setHost(address.getHost())
                .setPort(port())
                .setSsl("https".equals(address.getScheme()))
                .setURI(request.target())
                .setTraceOperation(request.method() + " " + request.route().template());
        request.headers().forEach(options::addHeader);
        return options;
    }

    private Future<UpstreamResponse> readAll(HttpClientResponse response) {
        return response.body()
                .map(body -> new UpstreamResponse(
                        response.statusCode(), ProxyHeaders.toClient(response.headers(), address), body));
    }

    private UpstreamStream stream(HttpClientResponse response) {
        response.pause();
        return new UpstreamStream(response.statusCode(), ProxyHeaders.toClient(response.headers(), address), response);
    }

    private int port() {
        if (address.getPort() > 0) {
            return address.getPort();
        }
        return "https".equals(address.getScheme()) ? 443 : 80;
    }

    private Limit limit(Duration timeout, Duration reserve) {
        Duration remaining = TimeBudget.atMost(UNLIMITED).minus(reserve);
        return remaining.compareTo(timeout) < 0
                ? new Limit(remaining.toMillis(), new UpstreamOutage.BudgetExhausted(upstream))
                : new Limit(timeout.toMillis(), new UpstreamOutage.TimedOut(upstream, timeout.toMillis()));
    }

    private static void reset(HttpClientRequest request) {
        // Closes the connection: otherwise it would return to the pool with a response still pending.
        request.reset();
    }

    private static boolean isTimeout(Throwable failure) {
        return failure instanceof TimeoutException;
    }

    private static <T> Uni<T> uni(Supplier<Future<T>> call) {
        return Uni.createFrom().completionStage(() -> call.get().toCompletionStage());
    }

    /**
     * Time-outs, connecting included.
     *
     * @param attempt of an attempt of a repeatable call
     * @param onlyAttempt of the only attempt of a call that is not repeatable
     * @param streamBeginning until the response head of a stream
     */
    record Timeouts(Duration attempt, Duration onlyAttempt, Duration streamBeginning) {}

    /** The time limit of an attempt, and the outage to report when it is exceeded. */
    private record Limit(long millis, UpstreamOutage outage) {

        boolean isOver() {
            return millis <= 0;
        }
    }
}
