package stage5.load.generator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import stage5.load.plan.Model;

/** What the generator can do at most: the same visitors, more and more of them, in a shop that does nothing. */
public final class Ceiling {

    private static final double STEP = 1000;
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final Generator generator;
    private final Path results;

    public Ceiling(Generator generator, Path results) {
        this.generator = generator;
        this.results = results;
    }

    /**
     * Returns a run of {@link Model#STEP}, whose throughput at the SLO is the ceiling: the server, which is in another
     * process, shares the machine's processors with the generator, so that it may well be higher.
     */
    public LoadResult measure() throws InterruptedException {
        try (TrivialServer server = TrivialServer.start()) {
            return generator.run(new Settings(
                    Model.STEP,
                    STEP,
                    WARM_UP,
                    LONGEST,
                    server.uri(),
                    1,
                    1,
                    results,
                    Settings.Machine.ALONE,
                    Optional.empty()));
        }
    }
}
