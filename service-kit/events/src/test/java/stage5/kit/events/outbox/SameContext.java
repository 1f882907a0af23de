package stage5.kit.events.outbox;

import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;
import stage5.kit.events.envelope.EventTrace;

/** Runs work on the caller's thread, so that a test with {@link TestTime} controls each step. */
final class SameContext extends EventTrace {

    SameContext() {
        super(null, OpenTelemetry.noop().getTracer("test"));
    }

    @Override
    public <T> Uni<T> withoutTrace(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(work::get);
    }
}
