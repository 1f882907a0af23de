package stage5.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of the gateway. */
@ConfigMapping(prefix = "stage5.gateway")
public interface GatewayConfig {

    /** The services that the gateway calls. */
    Upstreams upstreams();

    /** The AWS region of the services whose calls are signed. */
    @WithDefault("us-east-1")
    String region();

    /** Settings of event streams. */
    Streams streams();

    /** Settings of stale copies. */
    StaleCopies copies();

    /** Rate limits per caller. */
    RateLimits rateLimits();

    /** The session check before an order, and before a write of an administrator. */
    SessionCheck sessionCheck();

    /** The shared secret of the edge (CDN or load balancer) in front of the gateway. */
    OriginSecret originSecret();

    /**
     * The proxies in front of the gateway that append the address of their client to {@code X-Forwarded-For}, without the
     * edge that sends the {@link #originSecret}: 0 if clients connect to the gateway, 1 behind a load balancer. The client's
     * address is the one that the first of them reports; entries before it are the client's own and have no effect.
     */
    @WithDefault("0")
    int trustedProxies();

    /**
     * Whether clients without TLS may use HTTP/2, for example a load balancer whose target group has the protocol version
     * {@code HTTP2}. The limit of connections then counts only those that have sent a request head.
     */
    @WithDefault("false")
    boolean cleartextHttp2();

    /** Traces of requests. */
    Tracing tracing();

    /** Traces of requests. Of other traces {@code stage5.telemetry.sampling.rate} are kept. */
    interface Tracing {

        /**
         * The callers whose trace context is continued, with its sampled flag: IP addresses or networks, such as {@code
         * 10.0.0.0/8}. The address is the one that rate limits count by, see {@link #trustedProxies()}. The context of every
         * other caller becomes a link of a new trace. By default no caller is trusted.
         */
        Optional<List<String>> trustedCallers();

        /** The share of traces that is kept, 0 to 1, by the label of the route class. */
        Map<String, Double> rates();
    }

    /** The services that the gateway calls. */
    interface Upstreams {

        UpstreamConfig catalog();

        UpstreamConfig order();

        UpstreamConfig user();
    }

    /**
     * One service that the gateway calls.
     *
     * <p>Its calls belong to route classes ({@link stage5.gateway.domain.RouteClass}), and each class has its own bulkhead
     * and breaker with these settings. The settings of a call interact; from the outside in they are the bulkhead
     * ({@link #concurrency()}), the retries ({@link #retry()}), the breaker ({@link #breaker()}) and the time-out of one
     * attempt:
     *
     * <ul>
     *   <li>A call holds its permit of the bulkhead during all attempts and the pauses between them: by default up to
     *       3 × 1.5 s and 2 × 150 ms for a read, and for a write the caller's time budget, 5 s.
     *   <li>The breaker counts attempts, not calls. By default seven repeatable calls that fail three times each fill
     *       its window of 20.
     *   <li>An open breaker ends a call at once: rejections by breaker or bulkhead are not retried.
     *   <li>A call that the service has shed (429, or 503 with {@code Retry-After}) is not retried, and is no failure for
     *       the breaker. The client gets a stale copy or the service's response. Another 5xx response with {@code
     *       Retry-After} is a failure, but is not retried either.
     *   <li>An attempt that succeeds after more than {@link #slowCall()} is a failure for the breaker only. Slow and failed
     *       attempts share its window and ratio.
     *   <li>Retries of one service share a budget ({@code stage5.retries.catalog} and so on): by default 10 % of its calls. Without budget a
     *       call fails with its first failure.
     *   <li>An attempt ends after its time-out or, if that is earlier, at the end of the caller's time budget (header
     *       {@code Stage5-Time-Budget}) less {@link StaleCopies#reserve()}. In the second case the attempt is not
     *       retried and is no failure for a closed breaker. In a half-open breaker it is one, because the service was
     *       tested and has not answered.
     *   <li>An attempt is cancelled once the client has gone, and counts as one without time budget.
     *   <li>The pause before a retry is not shortened by the time budget. An attempt without remaining time fails
     *       before anything is sent.
     *   <li>A stream has no retries. The breaker counts only whether it begins in time.
     *   <li>The session check uses the connections of user-service, but a time-out and a breaker of its own. It needs
     *       no permit of the bulkhead, and its failures do not count for the breakers of user-service.
     * </ul>
     */
    interface UpstreamConfig {

        /**
         * Base URL, or those of several instances, separated by commas. Each call goes to the instance with fewer calls of
         * two random ones, and a retry to another one than the attempt before.
         */
        List<URI> url();

        /**
         * Whether calls are signed with the credentials of the gateway's role (Signature Version 4), as API Gateway requires
         * it of the only caller of a service in the lambda form.
         */
        @WithDefault("false")
        boolean signed();

        /** When an instance of several gets no calls for a time. */
        Ejection ejection();

        /** Time-out of one attempt of a read, connecting included. */
        @WithDefault("1500MS")
        Duration timeout();

        /**
         * Time-out of one attempt of any other call, connecting included. It is longer, because a slow service completes a
         * write even if its caller has timed out, and a retry would then double its work. A write that fails before its
         * time-out is retried, if its route is repeatable.
         */
        @WithDefault("3S")
        Duration onlyAttemptTimeout();

        /**
         * Time-out until the response head of an event stream, connecting included. It is longer than that of a call,
         * because a service in the lambda form cannot stream: its response begins only when it is complete.
         */
        @WithDefault("4500MS")
        Duration streamTimeout();

        /**
         * The time after which a response counts as a failure for the breaker. By default 80 % of the time-out of the
         * attempt. Streams are not measured: in the lambda form their response begins when it is complete.
         */
        Optional<Duration> slowCall();

        /** Bulkhead: the most concurrent calls of one route class, streams excluded. */
        @WithDefault("256")
        int concurrency();

        /** The most event streams that are open at once. */
        @WithDefault("512")
        int streams();

        /** The most bytes of a response, streams excluded; a longer one is reset, and counts as a failure of the service. */
        @WithDefault("4M")
        MemorySize maxResponse();

        /** Retries of repeatable calls. */
        Retry retry();

        /** Circuit breaker of each route class, named as the class. */
        Breaker breaker();
    }

    /** The ejection of instances that fail. At most half of the instances of a service are ejected at once. */
    interface Ejection {

        /** The failures in a row that eject an instance. */
        @WithDefault("5")
        int failures();

        /** The time of a first ejection. It doubles with each further one that follows before the same time has passed. */
        @WithDefault("5S")
        Duration time();

        /** The longest time of an ejection. */
        @WithDefault("2M")
        Duration longest();
    }

    /** Settings of event streams. */
    interface Streams {

        /**
         * Time after which a service should end an event stream, sent as {@code Prefer: wait}. The lambda form needs
         * it, because it can forward complete responses only. If not set, the service decides when a stream ends.
         */
        @WithName("patience")
        Optional<Duration> maxWait();

        /** The most event streams of one caller, over all gateways: a user, or a client address without a token. */
        @WithDefault("10")
        int perCaller();

        /**
         * The most responses that wait in place of a stream, over all gateways. A response that waits occupies an execution
         * environment of two functions; beyond the limit responses do not wait, and clients request again sooner.
         */
        @WithDefault("25")
        int waiting();

        /** The longest stream: longer than {@code stage5.order.feed.lifetime}. After it a lease that was lost expires. */
        @WithDefault("150S")
        Duration longest();

        /** The longest silence of a service within a stream, which sends a comment every 15 s. After it the stream is reset. */
        @WithDefault("45S")
        Duration idleTimeout();
    }

    /**
     * Retries of repeatable calls: those with an idempotent method, and those with an idempotency key on a route whose
     * service processes it.
     */
    interface Retry {

        /** The most retries after the first attempt. */
        @WithDefault("2")
        int times();

        /** Mean pause before a retry. */
        @WithDefault("100MS")
        Duration delay();

        /** The most by which a pause differs from its mean, in either direction. */
        @WithDefault("50MS")
        Duration jitter();
    }

    /** A circuit breaker. */
    interface Breaker {

        /** Size of the rolling window, in attempts. The breaker does not open before the window is full. */
        @WithDefault("20")
        int window();

        /** The ratio of failed or slow attempts in the window that opens the breaker. */
        @WithDefault("0.5")
        double failureRatio();

        /** How long the breaker stays open; also the {@code Retry-After} of rejected requests. */
        @WithDefault("2S")
        Duration delay();

        /** The consecutive successes that close a half-open breaker. */
        @WithDefault("2")
        int successes();
    }

    /** Settings of stale copies. */
    interface StaleCopies {

        /** Time-to-live of a copy. */
        @WithDefault("1H")
        Duration timeToLive();

        /** The largest body that is stored, in bytes. */
        @WithDefault("131072")
        int maxBytes();

        /**
         * The most copies per family. The requests of a family have values that clients can choose freely, for example
         * searches. Each of its copies takes one of these places, which a later one may overwrite.
         */
        @WithDefault("512")
        int slots();

        /** The shortest time between two writes of the same copy by one process, if the copy is never fresh. */
        @WithDefault("5S")
        Duration refreshAfter();

        /**
         * Whether copies are written, and loaded again, after the response. Not in the lambda form, where the execution
         * environment is frozen once the response is sent: there the response waits for the copy, and {@code
         * stale-while-revalidate} is not used.
         */
        @WithDefault("true")
        boolean background();

        /** The part of the caller's time budget that is reserved for the response from a copy after the service has failed. */
        @WithDefault("200MS")
        Duration reserve();
    }

    /** Rate limits per caller. */
    interface RateLimits {

        /** Whether rate limits are enforced. */
        @WithDefault("true")
        boolean enabled();

        /**
         * How long a gateway keeps tokens that it has taken from the bucket of a busy caller in advance; zero to count each
         * request in Redis by itself. All gateways together never grant more than the bucket holds. A caller loses what it does
         * not use, at most a tenth of what its bucket gains in that time.
         */
        @WithDefault("1S")
        Duration lease();

        /** Limit per user, for requests with an access token. */
        User user();

        /** Limit per client address, for requests without a valid access token. */
        Address address();

        /** The token bucket of a user. It refills at a constant rate; each request takes one token. */
        interface User {

            /** Tokens added per second. */
            @WithDefault("200")
            int perSecond();

            /** Capacity in tokens. */
            @WithDefault("400")
            int burst();
        }

        /** The token bucket of a client address. */
        interface Address {

            /** Tokens added per second. */
            @WithDefault("1000")
            int perSecond();

            /** Capacity in tokens. */
            @WithDefault("2000")
            int burst();
        }
    }

    /** The session check before an order. */
    interface SessionCheck {

        /** Time-out of the check, connecting included. After it, the order is forwarded without the check. */
        @WithDefault("150MS")
        Duration timeout();

        /**
         * Time-out of the check before a write of an administrator, which reads the account. After it, the write is refused
         * with a 503.
         */
        @WithDefault("2S")
        Duration adminTimeout();

        /** Circuit breaker of the check, named {@code session}. While it is open, orders are forwarded unchecked. */
        Breaker breaker();
    }

    /** The shared secret of the edge. If neither is set, requests need no secret. */
    interface OriginSecret {

        /** The current secret. During a rotation the edge may still send the previous one. */
        Optional<String> current();

        /** The previous secret, accepted until the next rotation. */
        Optional<String> previous();
    }
}
