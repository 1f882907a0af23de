package stage5.local;

import static java.lang.System.Logger.Level.INFO;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Starts emulators in parallel. */
final class Startup {

    private static final System.Logger LOG = System.getLogger(Startup.class.getName());

    private Startup() {}

    /**
     * Starts the emulators and returns once all are up.
     *
     * @throws StartException if one can't be started; all others have either started or failed by then
     */
    static void start(List<Emulator> emulators) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> starts = emulators.stream()
                    .<Future<?>>map(emulator -> threads.submit(() -> start(emulator)))
                    .toList();
            for (int i = 0; i < emulators.size(); i++) {
                await(emulators.get(i), starts.get(i));
            }
        }
    }

    private static void await(Emulator emulator, Future<?> start) throws InterruptedException {
        try {
            start.get();
        } catch (ExecutionException e) {
            throw new StartException(
                    emulator.name() + " can't be started: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private static Void start(Emulator emulator) throws Exception {
        long begin = System.nanoTime();
        emulator.start();
        LOG.log(
                INFO,
                "{0} is up after {1} ms",
                emulator.name(),
                Duration.ofNanos(System.nanoTime() - begin).toMillis());
        return null;
    }
}
