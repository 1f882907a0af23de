package stage5.load.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The file {@code environment.json}: where and how a comparison was run.
 *
 * @param target {@code local} or {@code aws}
 * @param emulated whether any billed AWS service was emulated
 * @param whatIsEmulated a sentence for each emulated service
 * @param commit of the shop under test
 * @param modified whether the sources differed from the commit
 * @param limitations what the comparison does not do, a sentence each; while there are any, no report names a winner
 * @param notes how to read the observations, a sentence each
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MeasurementEnvironment(
        int schema,
        Instant startedAt,
        String command,
        String commit,
        boolean modified,
        String target,
        boolean emulated,
        List<String> whatIsEmulated,
        Machine machine,
        Map<String, String> versions,
        long seed,
        int rounds,
        String baseline,
        List<Arm> arms,
        List<Model> models,
        Slo slo,
        Ceiling ceiling,
        List<Invalid> invalid,
        List<String> limitations,
        List<String> notes) {

    public MeasurementEnvironment {
        whatIsEmulated = Objects.requireNonNullElse(whatIsEmulated, List.of());
        versions = Objects.requireNonNullElse(versions, Map.of());
        arms = Objects.requireNonNullElse(arms, List.of());
        models = Objects.requireNonNullElse(models, List.of());
        invalid = Objects.requireNonNullElse(invalid, List.of());
        limitations = Objects.requireNonNullElse(limitations, List.of());
        notes = Objects.requireNonNullElse(notes, List.of());
    }

    /** Returns where the observations come from; all series of a chart must share it. */
    public Provenance provenance() {
        return emulated ? Provenance.EMULATED : Provenance.AWS;
    }

    /** Returns the arm of that name; empty if it was not run. */
    public Optional<Arm> arm(String name) {
        return arms.stream().filter(arm -> arm.name().equals(name)).findFirst();
    }

    /** Returns whether no run of that description was marked as invalid. */
    boolean isValid(int round, String arm, String model, String phase) {
        return invalid.stream()
                .noneMatch(run -> run.round() == round
                        && run.arm().equals(arm)
                        && run.model().equals(model)
                        && run.phase().equals(phase));
    }

    /** The machine of a local comparison. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Machine(String os, String arch, String cpu, int cores, long memoryMiB) {}

    /**
     * An arm of the comparison.
     *
     * @param form {@code container} or {@code lambda}
     * @param memoryMiB configured memory of a service's functions, by service; empty for containers
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Arm(String name, String form, String runtime, Map<String, Double> memoryMiB) {

        public Arm {
            memoryMiB = Objects.requireNonNullElse(memoryMiB, Map.of());
        }

        public boolean isFunction() {
            return "lambda".equals(form);
        }
    }

    /**
     * A load model of the comparison.
     *
     * @param rate requests a second at the peak
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Model(String name, String phase, double rate, double seconds, double warmUpSeconds) {}

    /** The service level objective that the models step and flash are measured against. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Slo(double p99Millis) {}

    /**
     * The generator's own limit.
     *
     * @param times the ceiling divided by the highest rate used
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Ceiling(double requestsPerSecond, double highestRateUsed, double times) {}

    /** A run whose observations do not count, and the reason. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Invalid(int round, String arm, String model, String phase, String why) {}
}
