package stage5.kit.view;

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
public record ViewState(
        Generations generations, Phase phase, Instant since, Progress progress, Comparison comparison, String outcome) {

    static ViewState first() {
        return new ViewState(Generations.first(), Phase.IDLE, null, null, null, null);
    }

    ViewState begun(Instant now) {
        return new ViewState(generations.begun(), Phase.PREPARING, now, Progress.from(now), null, null);
    }

    ViewState with(Progress further) {
        return new ViewState(generations, phase, since, further, comparison, outcome);
    }

    ViewState with(Comparison further) {
        return new ViewState(generations, phase, since, progress, further, outcome);
    }

    ViewState with(Generations others) {
        return new ViewState(others, phase, since, progress, comparison, outcome);
    }

    /** Returns this with comparing begun, from the beginning. */
    ViewState comparing(Instant now) {
        return with(Comparison.since(now.toEpochMilli())).in(Phase.COMPARING, now);
    }

    ViewState in(Phase next, Instant now) {
        return new ViewState(generations, next, now, progress, comparison, outcome);
    }

    /** Returns this with the rebuild over; what was dropped is left to clear. */
    ViewState ended(Generations after, String result, Instant now) {
        Phase next = after.dropped().isEmpty() ? Phase.IDLE : Phase.CLEARING;
        return new ViewState(after, next, now, progress, comparison, result);
    }
}
