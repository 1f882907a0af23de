package stage5.load.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where and how a comparison was run.
 *
 * @param target {@code local} or {@code aws}
 * @param emulated whether anything that is billed was played by a stand-in
 * @param whatIsEmulated in words for the reader
 * @param commit of the shop that was run
 * @param modified whether the sources differed from the commit
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Environment(
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
        List<String> notes) {

    public Environment {
        whatIsEmulated = Objects.requireNonNullElse(whatIsEmulated, List.of());
        versions = Objects.requireNonNullElse(versions, Map.of());
        arms = Objects.requireNonNullElse(arms, List.of());
        models = Objects.requireNonNullElse(models, List.of());
        invalid = Objects.requireNonNullElse(invalid, List.of());
        notes = Objects.requireNonNullElse(notes, List.of());
    }

    /** Returns where the figures come from: what the parts of a chart must agree in. */
    public Provenance provenance() {
        return emulated ? Provenance.EMULATED : Provenance.AWS;
    }

    /** Returns that arm, if it was run. */
    public Optional<Arm> arm(String name) {
        return arms.stream().filter(arm -> arm.name().equals(name)).findFirst();
    }

    /** Returns whether that run counts. */
    boolean isValid(int round, String arm, String model, String phase) {
        return invalid.stream()
                .noneMatch(run -> run.round() == round
                        && run.arm().equals(arm)
                        && run.model().equals(model)
                        && run.phase().equals(phase));
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Machine(String os, String arch, String cpu, int cores, long memoryMiB) {}

    /**
     * @param form {@code container} or {@code lambda}
     * @param memoryMiB of a service's HTTP function; empty for containers
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

    /** @param rate requests a second at the peak */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Model(String name, String phase, double rate, double seconds, double warmUpSeconds) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Slo(double p99Millis) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Ceiling(double requestsPerSecond, double highestRateUsed, double times) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Invalid(int round, String arm, String model, String phase, String why) {}
}
