package stage5.load.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A row of {@code coldstarts.csv}: an environment that Lambda started, or a container's process.
 *
 * @param function empty for a container
 * @param initMillis the INIT phase; for a container from start to ready
 * @param durationMillis of the first invocation; null for a container
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ColdStart(
        String arm,
        int round,
        String model,
        String phase,
        String part,
        String function,
        @JsonProperty("init_millis") double initMillis,
        @JsonProperty("duration_millis") Double durationMillis,
        @JsonProperty("memory_mib") double memoryMib) {}
