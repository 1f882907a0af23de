package stage5.kit.events.projection;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;

/**
 * How far a rebuild has come.
 *
 * @param startedAt when it began
 * @param segment the part of the event store that is being read
 * @param cursor where in that part to go on; null at its beginning
 * @param events how many events were read
 * @param watermark when the last event was read: what was stored before came from the event store, what was stored since
 *     comes as it happens; null before
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RebuildProgress(Instant startedAt, int segment, String cursor, long events, Instant watermark) {

    /** How many parts the event store is read in: the unit of progress, which needs no count of all events. */
    static final int SEGMENTS = 32;

    static RebuildProgress from(Instant start) {
        return new RebuildProgress(start, 0, null, 0, null);
    }

    RebuildProgress read(int more, String next) {
        return new RebuildProgress(startedAt, next == null ? segment + 1 : segment, next, events + more, watermark);
    }

    RebuildProgress scanned(Instant at) {
        return new RebuildProgress(startedAt, segment, null, events, at);
    }

    @JsonIgnore
    boolean isScanned() {
        return segment == SEGMENTS;
    }

    double share() {
        return (double) segment / SEGMENTS;
    }

    /** Returns for how long events have been read, waiting for all to know of the generation included. */
    Duration reading(Instant now) {
        return Duration.between(startedAt, watermark == null ? now : watermark);
    }
}
