package stage5.kit.web.resilience;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;

/** A wait that holds no thread, between two looks at something that somebody else is busy with. */
public final class Delay {

    private Delay() {}

    /** Returns after the given time, in the Vert.x context of the subscriber where there is one. */
    public static Uni<Void> of(Duration time) {
        return Uni.createFrom().deferred(() -> {
            Context context = Vertx.currentContext();
            Uni<Void> over = Uni.createFrom().voidItem().onItem().delayIt().by(time);
            return context == null ? over : over.emitOn(MutinyHelper.executor(context));
        });
    }
}
