package stage5.kit.web.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of reading request bodies, besides {@code quarkus.http.limits.max-body-size}. */
@ConfigMapping(prefix = "stage5.request-body")
public interface RequestBodyConfig {

    /** The time from the head of a request until its body must be complete; after it the response is a 408. */
    @WithDefault("10S")
    Duration deadline();

    /** The most bytes of incomplete bodies in this process; a body that would exceed it is refused with a 503. */
    @WithDefault("32M")
    MemorySize memory();
}
