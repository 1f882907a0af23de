package stage5.load.generator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import stage5.load.plan.LoadModel;

/** Measures the generator's own limit: the model {@link LoadModel#STEP} against a server that does nothing. */
public final class GeneratorCeiling {

    private static final double STEP = 1000;
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final Generator generator;
    private final Path results;

    public GeneratorCeiling(Generator generator, Path results) {
        this.generator = generator;
        this.results = results;
    }

    /**
     * Returns a run of {@link LoadModel#STEP}; its throughput at the SLO is the ceiling. The server shares
     * the processors with the generator, so that the real ceiling may be higher.
     */
    public LoadResult measure() throws InterruptedException {
        try (TrivialServer server = TrivialServer.start()) {
            return generator.run(new GeneratorSettings(
                    LoadModel.STEP,
                    STEP,
                    WARM_UP,
                    LONGEST,
                    server.uri(),
                    1,
                    1,
                    results,
                    GeneratorSettings.Machine.ALONE,
                    Optional.empty()));
        }
    }
}
