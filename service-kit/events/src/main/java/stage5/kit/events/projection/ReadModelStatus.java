package stage5.kit.events.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import stage5.kit.events.store.UnreadableEvent;

/**
 * The status of a read model and its rebuild, as the HTTP API returns it. Fields without a value are not in the JSON.
 *
 * @param model the model's name
 * @param phase the {@link RebuildPhase} in lower case
 * @param generation the active generation
 * @param previous the generation kept for a rollback, or null
 * @param building the generation being built, or null
 * @param outcome of the last rebuild: flipped, forced, verified, different, abandoned, rolled-back or healed; null
 *     while one is running
 * @param startedAt when the rebuild started
 * @param watermark earlier events came from the event store, later events from the queue; null until all are read
 * @param events the number of events read
 * @param unreadable the number of events that cannot be decoded or projected; null if there are none
 * @param setAside the first {@value RebuildProgress#MAX_SET_ASIDE} of them, with their reasons; null if there are none
 * @param eventsPerSecond the average rate of reading events
 * @param share the share of the event store that is read, from 0 to 1
 * @param secondsLeft estimated time until all events are read; null before the first segment is read
 * @param entries the number of equal entries
 * @param checksum of the active generation
 * @param buildingChecksum of the new generation
 * @param differing the number of differing entries
 * @param differences the first {@value #MAX_DIFFERENCES} of them
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReadModelStatus(
        String model,
        String phase,
        long generation,
        Long previous,
        Long building,
        String outcome,
        Instant startedAt,
        Instant watermark,
        Long events,
        Long unreadable,
        List<UnreadableEvent> setAside,
        Long eventsPerSecond,
        Double share,
        Long secondsLeft,
        Long entries,
        String checksum,
        String buildingChecksum,
        Integer differing,
        List<EntryDifference> differences) {

    static final int MAX_DIFFERENCES = 20;

    static ReadModelStatus of(ReadModel model, ReadModelState state, Instant now) {
        ReadModelGenerations generations = state.generations();
        RebuildProgress progress = state.progress();
        GenerationComparison comparison = state.comparison();
        boolean hasUnreadable = progress != null && progress.unreadable() > 0;
        Double share = progress == null ? null : progress.share();
        Duration readingTime = progress == null ? null : progress.readingTime(now);
        return new ReadModelStatus(
                model.name(),
                state.phase().name().toLowerCase(Locale.ROOT),
                generations.current(),
                generations.previous(),
                generations.building(),
                state.outcome(),
                progress == null ? null : progress.startedAt(),
                progress == null ? null : progress.watermark(),
                progress == null ? null : progress.events(),
                hasUnreadable ? progress.unreadable() : null,
                hasUnreadable ? progress.setAside() : null,
                progress == null ? null : progress.events() * 1000 / Math.max(1, readingTime.toMillis()),
                share,
                share == null || share == 0 ? null : Math.round(readingTime.toSeconds() * (1 - share) / share),
                comparison == null ? null : comparison.equal(),
                comparison == null ? null : comparison.currentChecksum(),
                comparison == null ? null : comparison.buildingChecksum(),
                comparison == null ? null : comparison.differing(),
                comparison == null
                        ? null
                        : comparison.differences().stream()
                                .limit(MAX_DIFFERENCES)
                                .toList());
    }
}
