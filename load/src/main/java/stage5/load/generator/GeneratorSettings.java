package stage5.load.generator;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stage5.load.plan.LoadModel;
import stage5.load.plan.LoadPlan;
import stage5.load.plan.MachineShare;

/**
 * The settings of a run. They reach the generator's process as system properties, because Gatling creates the
 * simulation by its class name.
 *
 * @param rate requests a second, with the model's meaning ({@link LoadModel#rate()})
 * @param warmUp the time before time zero, which is not measured
 * @param customers the number of accounts to sign up if the shop is not prepared
 * @param seed of the load plan
 * @param results the folder for the {@link LoadResult} and Gatling's report
 * @param machine this machine's part in a run of several machines
 * @param prepared a file with a {@link PreparedShop}; if empty, the run prepares the shop itself
 */
public record GeneratorSettings(
        LoadModel model,
        double rate,
        Duration warmUp,
        Duration duration,
        URI target,
        int customers,
        long seed,
        Path results,
        Machine machine,
        Optional<Path> prepared) {

    private static final String PREFIX = "stage5.load.";

    /**
     * One machine of a run.
     *
     * @param zero time zero, the same for all machines; empty to start as soon as possible
     */
    public record Machine(MachineShare share, Optional<Instant> zero) {

        /** A single machine that sends the whole plan. */
        public static final Machine ALONE = new Machine(MachineShare.WHOLE, Optional.empty());

        /** @throws IllegalArgumentException if there are several machines and no common time zero */
        public Machine {
            if (share.of() > 1 && zero.isEmpty()) {
                throw new IllegalArgumentException("Several machines need a common time zero: --zero-at");
            }
        }
    }

    public GeneratorSettings {
        if (rate <= 0 || !duration.isPositive() || warmUp.isNegative() || customers < 1) {
            throw new IllegalArgumentException("Rate, duration and customers must be positive");
        }
    }

    /**
     * Returns the settings of the n-th warm-up run before this one: other visitors, the same rate, {@link #warmUp}
     * long.
     */
    public GeneratorSettings warmingUp(int nth) {
        return new GeneratorSettings(
                model, rate, Duration.ZERO, warmUp, target, customers, -seed - nth, results, machine, prepared);
    }

    /** Returns a copy for a shop that is prepared. */
    public GeneratorSettings preparedBy(Path file) {
        return new GeneratorSettings(
                model, rate, warmUp, duration, target, customers, seed, results, machine, Optional.of(file));
    }

    /** Returns the load plan for a shop of that size. */
    LoadPlan plan(int categories, int products) {
        return new LoadPlan(
                model, model.profile(rate, duration), warmUp, duration, categories, products, seed, machine.share());
    }

    /** Returns the settings as flags for the generator's JVM. */
    List<String> flags() {
        Map<String, Object> properties = new TreeMap<>(Map.of(
                "model", model,
                "rate", rate,
                "warm-up", warmUp,
                "duration", duration,
                "target", target,
                "customers", customers,
                "seed", seed,
                "results", results,
                "share", machine.share()));
        machine.zero().ifPresent(zero -> properties.put("zero", zero));
        prepared.ifPresent(file -> properties.put("prepared", file));
        return properties.entrySet().stream()
                .map(property -> "-D" + PREFIX + property.getKey() + "=" + property.getValue())
                .toList();
    }

    static GeneratorSettings read() {
        return new GeneratorSettings(
                LoadModel.of(property("model")),
                Double.parseDouble(property("rate")),
                Duration.parse(property("warm-up")),
                Duration.parse(property("duration")),
                URI.create(property("target")),
                Integer.parseInt(property("customers")),
                Long.parseLong(property("seed")),
                Path.of(property("results")),
                new Machine(
                        MachineShare.parse(property("share")),
                        Optional.ofNullable(System.getProperty(PREFIX + "zero")).map(Instant::parse)),
                Optional.ofNullable(System.getProperty(PREFIX + "prepared")).map(Path::of));
    }

    private static String property(String name) {
        String value = System.getProperty(PREFIX + name);
        if (value == null) {
            throw new IllegalStateException("The property " + PREFIX + name + " is missing: start with ./stage5 load");
        }
        return value;
    }
}
