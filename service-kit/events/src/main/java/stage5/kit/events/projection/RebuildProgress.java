package stage5.kit.events.projection;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import stage5.kit.events.store.UnreadableEvent;

/**
 * How far a rebuild has read the event store.
 *
 * @param startedAt when the rebuild started
 * @param segment the segment of the event store that is being read; {@value #SEGMENTS} once all are read
 * @param cursor the cursor of the next page in the segment, or null for its first page
 * @param events the number of events read
 * @param unreadable the number of events that cannot be decoded or projected
 * @param setAside the first {@value #MAX_SET_ASIDE} of them, with their reasons
 * @param watermark when the last segment was read: earlier events came from the event store, later events come from the
 *     queue; null until then
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RebuildProgress(
        Instant startedAt,
        int segment,
        String cursor,
        long events,
        long unreadable,
        List<UnreadableEvent> setAside,
        Instant watermark) {

    /** The number of segments; they measure progress without a count of all events. */
    static final int SEGMENTS = 32;

    static final int MAX_SET_ASIDE = 20;

    public RebuildProgress {
        setAside = setAside == null ? List.of() : List.copyOf(setAside); // earlier releases stored none
    }

    static RebuildProgress startedAt(Instant start) {
        return new RebuildProgress(start, 0, null, 0, 0, List.of(), null);
    }

    /**
     * Returns the progress after one more page.
     *
     * @param read the number of events of the page that are decoded
     * @param failed the events of the page that cannot be decoded or projected
     * @param next the cursor of the segment's next page, or null on its last page
     */
    RebuildProgress afterPage(int read, List<UnreadableEvent> failed, String next) {
        return new RebuildProgress(
                startedAt,
                next == null ? segment + 1 : segment,
                next,
                events + read,
                unreadable + failed.size(),
                Stream.concat(setAside.stream(), failed.stream())
                        .limit(MAX_SET_ASIDE)
                        .toList(),
                watermark);
    }

    RebuildProgress withWatermark(Instant at) {
        return new RebuildProgress(startedAt, segment, null, events, unreadable, setAside, at);
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
