package stage5.load.generator;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stage5.load.plan.Model;
import stage5.load.plan.Plan;
import stage5.load.plan.Share;

/**
 * What a run is made of. It reaches the generator's process, and there the simulation, through system properties, because
 * Gatling makes the simulation by its class name.
 *
 * @param rate requests a second, as the model takes it ({@link Model#rate()})
 * @param warmUp before time zero, not measured
 * @param customers accounts that the visitors share, where the shop is not prepared already
 * @param seed decides who comes when, and looks at and buys what
 * @param results the folder that the run leaves its {@link LoadResult} and Gatling's report in
 * @param machine which one this is of those that send the run together
 * @param prepared the file with what {@link Preparation} would have to ask the shop for, if there is one
 */
public record Settings(
        Model model,
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
     * One of the machines that send a run together.
     *
     * @param zero when time zero shall be, the same for all; as soon as possible where it is empty
     */
    public record Machine(Share share, Optional<Instant> zero) {

        /** The machine that sends all by itself. */
        public static final Machine ALONE = new Machine(Share.WHOLE, Optional.empty());

        /** @throws IllegalArgumentException if there are several, and no time for all of them to begin */
        public Machine {
            if (share.of() > 1 && zero.isEmpty()) {
                throw new IllegalArgumentException("Machines that send a run together begin together: --zero-at");
            }
        }
    }

    public Settings {
        if (rate <= 0 || !duration.isPositive() || warmUp.isNegative() || customers < 1) {
            throw new IllegalArgumentException("Rate, duration and customers must be positive");
        }
    }

    /** Returns the nth run that warms a shop up for this one: other visitors, at the same rate, for as long as the warm-up. */
    public Settings warmingUp(int nth) {
        return new Settings(
                model, rate, Duration.ZERO, warmUp, target, customers, -seed - nth, results, machine, prepared);
    }

    /** Returns what the visitors are going to do in a shop of that size. */
    Plan plan(int categories, int products) {
        return new Plan(
                model, model.profile(rate, duration), warmUp, duration, categories, products, seed, machine.share());
    }

    /** Returns the flags that tell the generator's JVM. */
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

    static Settings read() {
        return new Settings(
                Model.of(property("model")),
                Double.parseDouble(property("rate")),
                Duration.parse(property("warm-up")),
                Duration.parse(property("duration")),
                URI.create(property("target")),
                Integer.parseInt(property("customers")),
                Long.parseLong(property("seed")),
                Path.of(property("results")),
                new Machine(
                        Share.parse(property("share")),
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
