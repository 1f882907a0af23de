package stage5.kit.events.projection;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;

/**
 * How far a rebuild has read the event store.
 *
 * @param startedAt when the rebuild started
 * @param segment the segment of the event store that is being read; {@value #SEGMENTS} once all are read
 * @param cursor the cursor of the next page in the segment, or null for its first page
 * @param events the number of events read
 * @param watermark when the last segment was read: earlier events came from the event store, later events come from the
 *     queue; null until then
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RebuildProgress(Instant startedAt, int segment, String cursor, long events, Instant watermark) {

    /** The number of segments; they measure progress without a count of all events. */
    static final int SEGMENTS = 32;

    static RebuildProgress startedAt(Instant start) {
        return new RebuildProgress(start, 0, null, 0, null);
    }

    /**
     * Returns the progress after one more page with {@code count} events; {@code next} is null on a segment's last
     * page.
     */
    RebuildProgress afterPage(int count, String next) {
        return new RebuildProgress(startedAt, next == null ? segment + 1 : segment, next, events + count, watermark);
    }

    RebuildProgress withWatermark(Instant at) {
        return new RebuildProgress(startedAt, segment, null, events, at);
    }

    @JsonIgnore
    boolean isScanned() {
        return segment == SEGMENTS;
    }

    /** Returns the share of the event store that is read, from 0 to 1. */
    double share() {
        return (double) segment / SEGMENTS;
    }

    /** Returns the time from the start until all events were read, or until now; includes the phase before reading. */
    Duration readingTime(Instant now) {
        return Duration.between(startedAt, watermark == null ? now : watermark);
    }
}
