package stage5.kit.events.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * What is stored about a read model.
 *
 * @param since when the phase began
 * @param progress of the rebuild that is under way, or of the last one; null before the first
 * @param comparison likewise, once comparing has begun
 * @param outcome what became of the last rebuild, or null
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReadModelState(
        ReadModelGenerations generations, RebuildPhase phase, Instant since, RebuildProgress progress, GenerationComparison comparison, String outcome) {

    static ReadModelState first() {
        return new ReadModelState(ReadModelGenerations.first(), RebuildPhase.IDLE, null, null, null, null);
    }

    ReadModelState begun(Instant now) {
        return new ReadModelState(generations.begun(), RebuildPhase.PREPARING, now, RebuildProgress.from(now), null, null);
    }

    ReadModelState with(RebuildProgress further) {
        return new ReadModelState(generations, phase, since, further, comparison, outcome);
    }

    ReadModelState with(GenerationComparison further) {
        return new ReadModelState(generations, phase, since, progress, further, outcome);
    }

    ReadModelState with(ReadModelGenerations others) {
        return new ReadModelState(others, phase, since, progress, comparison, outcome);
    }

    /** Returns this with comparing begun, from the beginning. */
    ReadModelState comparing(Instant now) {
        return with(GenerationComparison.since(now.toEpochMilli())).in(RebuildPhase.COMPARING, now);
    }

    ReadModelState in(RebuildPhase next, Instant now) {
        return new ReadModelState(generations, next, now, progress, comparison, outcome);
    }

    /** Returns this with the rebuild over; what was dropped is left to clear. */
    ReadModelState ended(ReadModelGenerations after, String result, Instant now) {
        RebuildPhase next = after.dropped().isEmpty() ? RebuildPhase.IDLE : RebuildPhase.CLEARING;
        return new ReadModelState(after, next, now, progress, comparison, result);
    }
}
