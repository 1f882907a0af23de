package stage5.gateway.upstream;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import stage5.gateway.domain.Route;
import stage5.gateway.domain.Upstream;
import stage5.gateway.upstream.UpstreamOutage.BudgetExhausted;
import stage5.gateway.upstream.UpstreamOutage.TimedOut;
import stage5.gateway.upstream.UpstreamOutage.Unreachable;
import stage5.kit.web.resilience.TimeBudget;

/**
 * Calls one service over HTTP: one attempt per call, limited by a time-out and the caller's time budget, and cancelled if
 * the client has gone. {@link GuardedUpstream} adds retries, breaker and bulkhead.
 */
final class UpstreamClient {

    private static final Duration UNLIMITED = Duration.ofDays(1);
    private static final int KEEP_ALIVE_SECONDS = 30;

    private final Upstream upstream;
    private final Instances instances;
    private final Timeouts timeouts;
    private final long longestBody;
    private final Optional<RequestSigner> signer;
    private final LoopClients http;

    /**
     * Creates a client.
     *
     * @param connections the size of the connection pool of each instance and event loop
     * @param longestBody the most bytes of a response, streams excluded
     * @param signer signs each call; empty if the service accepts unsigned ones
     */
    UpstreamClient(
            Upstream upstream,
            Instances instances,
            Timeouts timeouts,
            int connections,
            long longestBody,
            Optional<RequestSigner> signer,
            Vertx vertx) {
        this.longestBody = longestBody;
        this.upstream = upstream;
        this.instances = instances;
        this.timeouts = timeouts;
        this.signer = signer;
        this.http = new LoopClients(
                vertx,
                new HttpClientOptions()
                        .setMaxPoolSize(connections)
                        .setConnectTimeout(Math.toIntExact(timeouts.attempt().toMillis()))
                        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS));
    }

    /**
     * Completes with the service's response, whatever its status. Fails with an {@link UpstreamOutage} if there is none
     * within the time-out or, if that is shorter, the caller's remaining time budget.
     *
     * @param reserve the part of the caller's time budget to leave unused
     * @param tried the instance of the attempt before, which is avoided; set to the instance of this one
     */
    Uni<UpstreamResponse> send(UpstreamRequest request, Duration reserve, AtomicReference<Instance> tried) {
        return send(request, timeout(request), reserve, tried);
    }

    /** Completes and fails as the other method does, but with the given time-out and any instance. */
    Uni<UpstreamResponse> send(UpstreamRequest request, Duration timeout, Duration reserve) {
        return send(request, timeout, reserve, new AtomicReference<>());
    }

    private Uni<UpstreamResponse> send(
            UpstreamRequest request, Duration timeout, Duration reserve, AtomicReference<Instance> tried) {
        return uni(() -> {
            Instance instance = instances.choose(tried.get());
            tried.set(instance);
            return exchange(request, instance, limit(timeout, reserve), response -> readAll(response, instance))
                    .onComplete(end -> instance.end());
        });
    }

    /** Returns the open connections to all instances. */
    int connections() {
        return http.connections();
    }

    /** Returns the time-out of an attempt, the caller's time budget aside. */
    Duration timeout(UpstreamRequest request) {
        return request.isRepeatableRead() ? timeouts.attempt() : timeouts.onlyAttempt();
    }

    /** Completes with the response head and a paused body; fails as {@link #send} does. The body has no time-out. */
    Uni<UpstreamStream> open(UpstreamRequest request) {
        return uni(() -> {
            Instance instance = instances.choose(null);
            Limit limit = limit(timeouts.streamBeginning(), Duration.ZERO);
            return exchange(request, instance, limit, response -> Future.succeededFuture(stream(response, instance)))
                    .onFailure(failure -> instance.end());
        });
    }

    /** Returns whether a call that starts now has any of the caller's time budget left, beyond the reserve. */
    boolean hasTime(Duration reserve) {
        return !limit(timeouts.attempt(), reserve).isOver();
    }

    /** Begins a call of an instance; the caller of this method ends it. */
    private <T> Future<T> exchange(
            UpstreamRequest request, Instance instance, Limit limit, Function<HttpClientResponse, Future<T>> reader) {
        instance.begin();
        Future<Void> gone = ClientPresence.gone();
        if (gone.isComplete() || limit.isOver()) {
            return Future.failedFuture(new BudgetExhausted(upstream));
        }
        return http.current()
                .request(options(request, instance)
                        .putHeader(TimeBudget.HEADER, Long.toString(limit.millis()))
                        .setConnectTimeout(limit.millis()))
                .compose(connected -> response(connected, request, instance, limit, gone, reader))
                .recover(failure -> Future.failedFuture(outage(failure, instance, limit, gone)));
    }

    private <T> Future<T> response(
            HttpClientRequest connected,
            UpstreamRequest request,
            Instance instance,
            Limit limit,
            Future<Void> gone,
            Function<HttpClientResponse, Future<T>> reader) {
        Future<T> response = connected
                .send(request.body() == null ? Buffer.buffer() : request.body())
                .compose(head -> reader.apply(head).onSuccess(read -> report(head, instance)))
                .timeout(limit.millis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> reset(connected));
        gone.onSuccess(left -> {
            // Later, the connection may serve another request.
            if (!response.isComplete()) {
                reset(connected);
            }
        });
        return response;
    }

    private void report(HttpClientResponse head, Instance instance) {
        if (!UpstreamOutage.isOutage(head.statusCode())) {
            instances.succeeded(instance);
        } else if (!UpstreamOutage.isShed(head.statusCode(), head.headers())) {
            instances.failed(instance);
        }
    }

    private UpstreamOutage outage(Throwable failure, Instance instance, Limit limit, Future<Void> gone) {
        if (gone.isComplete() || isTimeout(failure) && limit.isBudget()) {
            return new BudgetExhausted(upstream);
        }
        instances.failed(instance);
        return isTimeout(failure) ? new TimedOut(upstream, limit.millis()) : new Unreachable(upstream, failure);
    }

    private RequestOptions options(UpstreamRequest request, Instance instance) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setHost(instance.host())
                .setPort(instance.port())
                .setSsl(instance.isSecure())
                .setURI(request.target())
                // The client copies them, so that an attempt adds nothing to those of the next one but the time budget.
                .setHeaders(request.headers())
                .setTraceOperation(request.method() + " " + request.route().template());
        signer.map(known -> known.sign(request, instance))
                .ifPresent(signed -> options.setURI(signed.target()).setHeaders(signed.headers()));
        if (request.method() == HttpMethod.HEAD && request.route().kind() == Route.Kind.STREAMED) {
            // A service may begin a stream all the same; the next call on its connection would wait until the stream
            // ends.
            options.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        return options;
    }

    private Future<UpstreamResponse> readAll(HttpClientResponse response, Instance instance) {
        return BodyCollector.collect(response, longestBody)
                .map(body -> new UpstreamResponse(
                        response.statusCode(), ProxyHeaders.toClient(response.headers(), instance.address()), body));
    }

    private UpstreamStream stream(HttpClientResponse response, Instance instance) {
        response.pause();
        return new UpstreamStream(
                response.statusCode(),
                ProxyHeaders.toClient(response.headers(), instance.address()),
                response,
                timeouts.streamSilence(),
                longestBody,
                instance::end);
    }

    private static Limit limit(Duration timeout, Duration reserve) {
        Duration remaining = TimeBudget.atMost(UNLIMITED).minus(reserve);
        return remaining.compareTo(timeout) < 0
                ? new Limit(remaining.toMillis(), true)
                : new Limit(timeout.toMillis(), false);
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
     * @param attempt of an attempt of a read
     * @param onlyAttempt of an attempt of any other call
     * @param streamBeginning until the response head of a stream
     * @param streamSilence between two bytes of a stream
     */
    record Timeouts(Duration attempt, Duration onlyAttempt, Duration streamBeginning, Duration streamSilence) {}

    /**
     * The time limit of an attempt.
     *
     * @param isBudget whether it is the caller's time budget, and not the time-out of the service
     */
    private record Limit(long millis, boolean isBudget) {

        boolean isOver() {
            return millis <= 0;
        }
    }
}
