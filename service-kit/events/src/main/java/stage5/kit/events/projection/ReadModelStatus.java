package stage5.kit.events.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What people are told about a read model and its rebuild.
 *
 * @param model its name
 * @param phase where the rebuild is
 * @param generation the one that is read
 * @param previous the one to go back to, if any
 * @param building the one being built, if any
 * @param outcome of the last rebuild: flipped, forced, verified, different, abandoned, rolled-back or healed; null while
 *     one is under way
 * @param startedAt when the rebuild began
 * @param watermark everything stored before came from the event store, everything after as it happened
 * @param events how many were read so far
 * @param eventsPerSecond on average, until all were read
 * @param share of the event store that was read, from 0 to 1
 * @param secondsLeft until the rest is read, as far as the parts read so far tell; null before the first
 * @param entries how many were found equal
 * @param checksum of the generation that is read
 * @param buildingChecksum of the new one
 * @param differing how many entries differ
 * @param differences the first of them
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
        Long eventsPerSecond,
        Double share,
        Long secondsLeft,
        Long entries,
        String checksum,
        String buildingChecksum,
        Integer differing,
        List<EntryDifference> differences) {

    private static final int SHOWN = 20;

    static ReadModelStatus of(ReadModel model, ReadModelState state, Instant now) {
        ReadModelGenerations generations = state.generations();
        RebuildProgress progress = state.progress();
        GenerationComparison comparison = state.comparison();
        Double share = progress == null ? null : progress.share();
        Duration reading = progress == null ? null : progress.reading(now);
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
                progress == null ? null : progress.events() * 1000 / Math.max(1, reading.toMillis()),
                share,
                share == null || share == 0 ? null : Math.round(reading.toSeconds() * (1 - share) / share),
                comparison == null ? null : comparison.equal(),
                comparison == null ? null : comparison.currentChecksum(),
                comparison == null ? null : comparison.buildingChecksum(),
                comparison == null ? null : comparison.differing(),
                comparison == null
                        ? null
                        : comparison.differences().stream().limit(SHOWN).toList());
    }
}
