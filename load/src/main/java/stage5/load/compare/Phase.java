package stage5.load.compare;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import stage5.load.generator.GeneratorSettings;
import stage5.load.plan.LoadModel;

/**
 * One timed section of a round: a load model against one arm.
 *
 * @param cold whether the arm's processes start at time zero; if not, they are warmed up before
 * @param rate with the model's meaning ({@link LoadModel#rate()})
 */
public record Phase(LoadModel model, boolean cold, double rate, Duration warmUp, Duration duration) {

    /** Returns {@code cold} or {@code warm}, the name in the results. */
    public String temperature() {
        return cold ? "cold" : "warm";
    }

    /** Returns the generator's settings for a round. */
    public GeneratorSettings settings(Experiment experiment, int round, URI gateway, Path scratch, Path prepared) {
        return new GeneratorSettings(
                model,
                rate,
                warmUp,
                duration,
                gateway,
                experiment.customers(),
                experiment.seed(round),
                scratch.resolve("generator"),
                GeneratorSettings.Machine.ALONE,
                Optional.of(prepared));
    }

    /** Returns the highest planned rate; of the model step that of the first step, because its end is unknown. */
    double peak() {
        return model.profile(rate, duration).peak(model == LoadModel.STEP ? 1 : duration.toSeconds());
    }
}
