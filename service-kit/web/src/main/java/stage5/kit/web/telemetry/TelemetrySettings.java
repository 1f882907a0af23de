package stage5.kit.web.telemetry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;

/** Settings of spans. */
@ConfigMapping(prefix = "stage5.telemetry")
public interface TelemetrySettings {

    /** The URLs of called systems that send no spans themselves, by the name that their calls get as {@code peer.service}. */
    Map<String, String> peers();

    /** Which traces are kept. */
    Sampling sampling();

    /** Which traces are kept. What has a parent follows its parent. */
    interface Sampling {

        /** The share of the traces that begin in this process, 0 to 1. Those of linked events follow their events. */
        @WithDefault("1")
        double rate();

        /**
         * Whether a collector decides when it has seen the spans: all spans are sent, and those of the share have the {@link
         * KeepMark}. Only if all services of the shop run as tasks: the collector of a function can't wait for a trace.
         */
        @WithDefault("false")
        boolean tail();
    }
}
