package stage5.kit.events.envelope;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** Runs work on the caller's thread and without spans, so that a test controls each step. */
public final class SameContext extends EventTrace {

    public SameContext() {
        super(null);
    }

    @Override
    public <T> Uni<T> within(Supplier<WorkSpan> start, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(work::get);
    }

    @Override
    public <T> Uni<T> withoutTrace(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(work::get);
    }
}
