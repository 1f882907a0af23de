package stage5.load.compare;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import stage5.load.generator.Settings;
import stage5.load.plan.Model;

/**
 * A model that every arm meets in every round.
 *
 * @param cold whether nothing runs when the first visitor comes; else the shop is warmed up first
 * @param rate as the model takes it
 */
public record Phase(Model model, boolean cold, double rate, Duration warmUp, Duration duration) {

    /** Returns {@code cold} or {@code warm}, as the results have it. */
    public String temperature() {
        return cold ? "cold" : "warm";
    }

    /** Returns what the generator is told. */
    public Settings settings(Experiment experiment, int round, URI gateway, Path scratch, Path prepared) {
        return new Settings(
                model,
                rate,
                warmUp,
                duration,
                gateway,
                experiment.customers(),
                experiment.seed(round),
                scratch.resolve("generator"),
                Settings.Machine.ALONE,
                Optional.of(prepared));
    }

    /** Returns the most requests a second that it sends, where it is known before. */
    double peak() {
        return model.profile(rate, duration).peak(model == Model.STEP ? 1 : duration.toSeconds());
    }
}
