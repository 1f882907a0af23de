package stage5.load.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/** A bucket of {@code latencies.csv}: how many requests took no longer than this and longer than the bucket before. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Latency(
        String arm,
        int round,
        String model,
        String phase,
        String request,
        @JsonProperty("up_to_micros") long upToMicros,
        long count) {

    /** The requests of all pages together. */
    public static final String ALL = "all";
}
