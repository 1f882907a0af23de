package stage5.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What can be set about the gateway. */
@ConfigMapping(prefix = "stage5.gateway")
public interface GatewayConfig {

    /** The services behind. */
    Upstreams upstreams();

    /** The event streams. */
    Streams streams();

    /** The last good copies. */
    Copies copies();

    /** How much one caller may ask for. */
    RateLimits rateLimits();

    /** The question whether the session of somebody who orders goes on. */
    SessionCheck sessionCheck();

    /** What the edge in front proves itself with. */
    OriginSecret originSecret();

    /** The services behind. */
    interface Upstreams {

        UpstreamConfig catalog();

        UpstreamConfig order();

        UpstreamConfig user();
    }

    /** One service behind. */
    interface UpstreamConfig {

        /** Where it is. */
        URI url();

        /** How long one attempt may take that can be followed by another, connecting included. */
        @WithDefault("1500MS")
        Duration timeout();

        /**
         * How long the only attempt may take of a call that may not be repeated, connecting included: there is no
         * second one that would meet a service which has warmed up.
         */
        @WithDefault("3S")
        Duration onlyAttemptTimeout();

        /**
         * How long an event stream may take to begin, connecting included. It is more than a call may take, for where
         * the service is a function there is no stream, but an answer that waits for news and begins when it is whole.
         */
        @WithDefault("4500MS")
        Duration streamTimeout();

        /** How many calls may wait for it at once. */
        @WithDefault("256")
        int concurrency();

        /** How many of its event streams may be open at once. */
        @WithDefault("512")
        int streams();

        Retry retry();

        Breaker breaker();
    }

    /** The event streams. */
    interface Streams {

        /**
         * How long a service is asked to wait for news, and to end its answer then, where the gateway can pass on whole
         * answers only, being a function; streams last as long as their service likes where this is not set.
         */
        Optional<Duration> patience();
    }

    /** How an idempotent call is tried again. */
    interface Retry {

        /** How often, after the first time. */
        @WithDefault("2")
        int times();

        /** How long to wait before, on average. */
        @WithDefault("100MS")
        Duration delay();

        /** By how much the wait differs from call to call, either way. */
        @WithDefault("50MS")
        Duration jitter();
    }

    /** When a service is left alone for a while. */
    interface Breaker {

        /** Over how many of the latest calls failures are counted. */
        @WithDefault("20")
        int window();

        /** Which share of them has to fail. */
        @WithDefault("0.5")
        double failureRatio();

        /** How long it is left alone; also what clients are told to wait. */
        @WithDefault("2S")
        Duration delay();

        /** How many calls in a row have to succeed before it is trusted again. */
        @WithDefault("2")
        int successes();
    }

    /** The last good copies. */
    interface Copies {

        /** How long a copy may be served. */
        @WithDefault("1H")
        Duration timeToLive();

        /** The longest body that is kept, in bytes. */
        @WithDefault("131072")
        int maxBytes();

        /** How long a copy is good enough not to be written again. */
        @WithDefault("5S")
        Duration refreshAfter();

        /** What is left of a caller's time for looking up a copy, once the service has had its chance. */
        @WithDefault("200MS")
        Duration reserve();
    }

    /** How much one caller may ask for. */
    interface RateLimits {

        /** Whether requests are counted at all. */
        @WithDefault("true")
        boolean enabled();

        /** Those who are logged in: by user. */
        User user();

        /** Everybody else: by address. */
        Address address();

        /** The bucket of somebody who is logged in; it refills steadily, and each request takes one token. */
        interface User {

            /** How many tokens come in a second. */
            @WithDefault("200")
            int perSecond();

            /** How many it holds. */
            @WithDefault("400")
            int burst();
        }

        /** The bucket of everybody else at one address. */
        interface Address {

            /** How many tokens come in a second. */
            @WithDefault("1000")
            int perSecond();

            /** How many it holds. */
            @WithDefault("2000")
            int burst();
        }
    }

    /** The question whether the session of somebody who orders goes on. */
    interface SessionCheck {

        /** How long the order waits for the answer before it goes on without. */
        @WithDefault("150MS")
        Duration timeout();

        Breaker breaker();
    }

    /** What the edge in front proves itself with; where neither is set, everybody may call. */
    interface OriginSecret {

        /** The one that it sends, or will send once a rotation is over. */
        Optional<String> current();

        /** The one before, which is still taken until the next rotation. */
        Optional<String> previous();
    }
}
