package stage5.kit.web.telemetry;

import io.smallrye.config.ConfigMapping;
import java.util.Map;

/** Settings of spans. */
@ConfigMapping(prefix = "stage5.telemetry")
public interface TelemetrySettings {

    /** The URLs of called systems that send no spans themselves, by the name that their calls get as {@code peer.service}. */
    Map<String, String> peers();
}
