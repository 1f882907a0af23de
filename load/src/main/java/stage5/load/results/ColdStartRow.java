package stage5.load.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A row of {@code coldstarts.csv}: a new execution environment of a function, or a new process of a container.
 *
 * @param model the load model, or {@code none} for the starts of an arm and of its warm-ups
 * @param part the service
 * @param function null for a container
 * @param initMillis the INIT phase; for a container the time from start to ready
 * @param durationMillis of the first invocation; null for a container
 * @param memoryMib resident memory; null where Lambda did not report it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"arm", "round", "model", "phase", "part", "function", "init_millis", "duration_millis", "memory_mib"
})
public record ColdStartRow(
        String arm,
        int round,
        String model,
        String phase,
        String part,
        String function,
        @JsonProperty("init_millis") double initMillis,
        @JsonProperty("duration_millis") Double durationMillis,
        @JsonProperty("memory_mib") Double memoryMib) {}
