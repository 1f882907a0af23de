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
import stage5.kit.faults.TimeBudget;

/**
 * One service over HTTP, as it is: one call, one attempt. {@link GuardedUpstream} puts retries, the breaker and the
 * limits around it.
 */
final class UpstreamClient {

    private static final Duration FOREVER = Duration.ofDays(1);
    private static final int KEEP_ALIVE_SECONDS = 30;

    private final Upstream upstream;
    private final URI address;
    private final Times times;
    private final HttpClient http;

    /**
     * Creates a client.
     *
     * @param connections how many there may be at once
     */
    UpstreamClient(Upstream upstream, URI address, Times times, int connections, Vertx vertx) {
        this.upstream = upstream;
        this.address = address;
        this.times = times;
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(connections)
                .setConnectTimeout(Math.toIntExact(times.attempt().toMillis()))
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS));
    }

    /**
     * Returns what the service answers, which may be that it failed; fails with an {@link UpstreamOutage} where there
     * is no answer within the service's time-out or, if that is shorter, what remains of the caller's time.
     *
     * @param reserve how much of the caller's time is left for afterwards
     */
    Uni<UpstreamAnswer> send(UpstreamRequest request, Duration reserve) {
        return uni(() -> {
            Limit limit = limit(request.repeatable() ? times.attempt() : times.onlyAttempt(), reserve);
            return limit.isOver() ? Future.failedFuture(limit.outage()) : exchange(request, limit, this::whole);
        });
    }

    /** Returns what the service begins to answer, as {@link #send} does; the rest may take as long as it likes. */
    Uni<UpstreamStream> open(UpstreamRequest request) {
        return uni(() -> {
            Limit limit = limit(times.beginning(), Duration.ZERO);
            return limit.isOver()
                    ? Future.failedFuture(limit.outage())
                    : exchange(request, limit, response -> Future.succeededFuture(begun(response)));
        });
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
                        .onFailure(failure -> abandon(connected)))
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

    private Future<UpstreamAnswer> whole(HttpClientResponse response) {
        return response.body()
                .map(body ->
                        new UpstreamAnswer(response.statusCode(), Headers.toClient(response.headers(), address), body));
    }

    private UpstreamStream begun(HttpClientResponse response) {
        response.pause();
        return new UpstreamStream(response.statusCode(), Headers.toClient(response.headers(), address), response);
    }

    private int port() {
        if (address.getPort() > 0) {
            return address.getPort();
        }
        return "https".equals(address.getScheme()) ? 443 : 80;
    }

    private Limit limit(Duration own, Duration reserve) {
        Duration remaining = TimeBudget.atMost(FOREVER).minus(reserve);
        return remaining.compareTo(own) < 0
                ? new Limit(remaining.toMillis(), new UpstreamOutage.BudgetSpent(upstream))
                : new Limit(own.toMillis(), new UpstreamOutage.TooSlow(upstream, own.toMillis()));
    }

    private static void abandon(HttpClientRequest request) {
        // Otherwise the connection would go back to the pool with an answer still to come.
        request.reset();
    }

    private static boolean isTimeout(Throwable failure) {
        return failure instanceof TimeoutException;
    }

    private static <T> Uni<T> uni(Supplier<Future<T>> call) {
        return Uni.createFrom().completionStage(() -> call.get().toCompletionStage());
    }

    /**
     * How long what may take, connecting included.
     *
     * @param attempt an attempt that can be followed by another
     * @param onlyAttempt the attempt of a call that may not be repeated
     * @param beginning the beginning of a stream
     */
    record Times(Duration attempt, Duration onlyAttempt, Duration beginning) {}

    /** How long a call may take, and what it means when it takes longer. */
    private record Limit(long millis, UpstreamOutage outage) {

        boolean isOver() {
            return millis <= 0;
        }
    }
}
