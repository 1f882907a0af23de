package stage5.kit.events.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * The stored state of a read model and its rebuild.
 *
 * @param since when the phase started, or null before the first rebuild
 * @param progress of the running or the last rebuild, or null before the first
 * @param comparison of the running or the last rebuild, or null before its comparison started
 * @param outcome of the last rebuild, or null while one is running and before the first
 * @param dropCursor where the deletion of the first dropped generation continues; null at its start
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReadModelState(
        ReadModelGenerations generations,
        RebuildPhase phase,
        Instant since,
        RebuildProgress progress,
        GenerationComparison comparison,
        String outcome,
        String dropCursor) {

    static ReadModelState first() {
        return new ReadModelState(ReadModelGenerations.first(), RebuildPhase.IDLE, null, null, null, null, null);
    }

    /** Returns the state at the start of a rebuild with a new generation. */
    ReadModelState started(Instant now) {
        return new ReadModelState(
                generations.withNewBuilding(),
                RebuildPhase.PREPARING,
                now,
                RebuildProgress.startedAt(now),
                null,
                null,
                dropCursor);
    }

    ReadModelState with(RebuildProgress next) {
        return new ReadModelState(generations, phase, since, next, comparison, outcome, dropCursor);
    }

    ReadModelState with(GenerationComparison next) {
        return new ReadModelState(generations, phase, since, progress, next, outcome, dropCursor);
    }

    ReadModelState with(ReadModelGenerations next) {
        return new ReadModelState(next, phase, since, progress, comparison, outcome, dropCursor);
    }

    /**
     * Returns the state after a part of the first dropped generation was deleted.
     *
     * @param next where the deletion continues, or null if the generation is gone
     */
    ReadModelState dropped(String next) {
        ReadModelGenerations after =
                next == null ? generations.deleted(generations.dropped().getFirst()) : generations;
        return new ReadModelState(after, phase, since, progress, comparison, outcome, next);
    }

    /** Returns the state at the start of a comparison. */
    ReadModelState comparing(Instant now) {
        return with(GenerationComparison.start(now.toEpochMilli())).inPhase(RebuildPhase.COMPARING, now);
    }

    ReadModelState inPhase(RebuildPhase next, Instant now) {
        return new ReadModelState(generations, next, now, progress, comparison, outcome, dropCursor);
    }

    /** Returns the state after the end of a rebuild; the phase is CLEARING if generations have to be deleted. */
    ReadModelState ended(ReadModelGenerations after, String result, Instant now) {
        RebuildPhase next = after.dropped().isEmpty() ? RebuildPhase.IDLE : RebuildPhase.CLEARING;
        return new ReadModelState(after, next, now, progress, comparison, result, dropCursor);
    }
}
