package stage5.kit.web.admission;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the HTTP door. Each request belongs to one route class, and each class has a limit of its own: a limit is
 * found from latency, so routes of very different cost must not share one. A slow log-in would lower the limit of cached
 * reads, and many fast reads would hide that log-ins wait.
 */
@ConfigMapping(prefix = "stage5.admission")
public interface AdmissionConfig {

    /** Whether requests are shed. Not in the lambda form, where an environment handles one request at a time. */
    @WithDefault("true")
    boolean enabled();

    /** Prefixes of paths that are always admitted: health, metrics, public keys, management of read models. */
    @WithDefault("/q/,/.well-known/,/api/read-models")
    List<String> exempt();

    /** The {@code Retry-After} of a shed request. */
    @WithDefault("1S")
    Duration retryAfter();

    /**
     * The lag of an event loop, the time that what is ready waits for its turn, from which the limits of classes that yield to
     * others fall although their latencies are acceptable. Only a lag that lasts counts, so that a pause of the garbage collector
     * does not. Not measured by default.
     */
    Optional<Duration> lagTarget();

    /** The limit of {@code GET} and {@code HEAD} requests of no other class. */
    Limit read();

    /** The limit of all other requests of no other class. */
    Limit write();

    /** Further route classes by name. */
    Map<String, RouteClass> classes();

    /** A concurrency limit. It is fixed if {@link #min()} and {@link #max()} are the same. */
    interface Limit {

        /**
         * The limit never falls below it: a burst of so many requests is never shed, unless the event loops lag ({@link
         * AdmissionConfig#lagTarget()}).
         */
        @WithDefault("32")
        int min();

        /** The limit never rises above it. */
        @WithDefault("512")
        int max();

        /** The limit before anything is measured. Large enough for the slow requests of a cold JVM. */
        @WithDefault("128")
        int initial();

        /**
         * A mean latency that never lowers the limit. Below it a queue does no harm, and latencies of a few milliseconds
         * vary too much to tell a queue from noise.
         */
        @WithDefault("150MS")
        Duration acceptable();
    }

    /** A route class. */
    interface RouteClass extends Limit {

        /**
         * The routes, each as method and path. The method {@code *} is any method, the segment {@code *} any segment,
         * and a last segment {@code **} any rest, for example {@code PUT /api/carts/**}. If several match, the most
         * specific one applies: one without {@code **}, then the longest, then the one with a method.
         */
        List<String> routes();

        /**
         * The classes with a higher priority. While one of them sheds requests, this class admits at most half of its
         * limit, which leaves the processor, and what both depend on, to them. None by default.
         */
        Optional<List<String>> yieldsTo();

        /**
         * The acceptable delay of work that a request only starts, and that other processes complete. If a standing queue
         * delays it longer, fewer requests are admitted than are completed. Not limited by default.
         */
        Optional<Duration> delayTarget();

        /**
         * Whether requests are shed here while the service that they depend on sheds them: it then gets little more than it
         * accepts. For requests that have no other answer than the one of the service.
         */
        @WithDefault("false")
        boolean throttled();

        /** Requests a second that are admitted at any delay. */
        @WithDefault("2")
        double lowestRate();
    }
}
