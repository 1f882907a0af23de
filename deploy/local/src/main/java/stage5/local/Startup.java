package stage5.local;

import static java.lang.System.Logger.Level.INFO;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Starts parts side by side. */
final class Startup {

    private static final System.Logger LOG = System.getLogger(Startup.class.getName());

    private Startup() {}

    /**
     * Returns once all parts are up.
     *
     * @throws StartException if one can't be started; the others have then come up or failed too
     */
    static void start(List<Part> parts) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> starts = parts.stream()
                    .<Future<?>>map(part -> threads.submit(() -> start(part)))
                    .toList();
            for (int i = 0; i < parts.size(); i++) {
                await(parts.get(i), starts.get(i));
            }
        }
    }

    private static void await(Part part, Future<?> start) throws InterruptedException {
        try {
            start.get();
        } catch (ExecutionException e) {
            throw new StartException(
                    part.name() + " can't be started: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private static Void start(Part part) throws Exception {
        long begin = System.nanoTime();
        part.start();
        LOG.log(
                INFO,
                "{0} is up after {1} ms",
                part.name(),
                Duration.ofNanos(System.nanoTime() - begin).toMillis());
        return null;
    }
}
