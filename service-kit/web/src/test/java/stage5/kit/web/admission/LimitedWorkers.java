package stage5.kit.web.admission;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** Work with a known capacity: {@value #WORKERS} jobs at once, all others wait. */
@Singleton
class LimitedWorkers {

    static final int WORKERS = 4;
    static final Duration SERVICE = Duration.ofMillis(25);

    private final Vertx vertx;
    private final Queue<UniEmitter<? super String>> waiting = new ArrayDeque<>();
    private int running;

    LimitedWorkers(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Returns how many jobs can be completed in a second. */
    static double capacity() {
        return WORKERS / (SERVICE.toMillis() / 1000.0);
    }

    /** Completes once a worker has done a job. */
    Uni<String> run() {
        return Uni.createFrom().<String>emitter(job -> enqueue(job));
    }

    private synchronized void enqueue(UniEmitter<? super String> job) {
        waiting.add(job);
        startNext();
    }

    private synchronized void startNext() {
        while (running < WORKERS && !waiting.isEmpty()) {
            running++;
            UniEmitter<? super String> job = waiting.remove();
            vertx.setTimer(SERVICE.toMillis(), timer -> finish(job));
        }
    }

    private void finish(UniEmitter<? super String> job) {
        synchronized (this) {
            running--;
            startNext();
        }
        job.complete("done");
    }
}
