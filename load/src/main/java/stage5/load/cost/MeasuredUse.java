package stage5.load.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import stage5.load.results.ColdStart;
import stage5.load.results.Environment;
import stage5.load.results.Measurement;
import stage5.load.results.Results;
import stage5.load.results.ResultsException;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

/**
 * What a comparison's rounds say of use under one model, warm. Money adds up, so use is reckoned as sums over rounds
 * (all seconds by all requests), not as medians. Its uncertainty is that of the rounds: they are drawn again and again
 * with replacement, the same ones for all arms, which keeps them paired.
 */
public final class MeasuredUse {

    /** The part that the requests of the internet come to. */
    public static final String GATEWAY = "gateway";

    private static final BigDecimal MIB_A_GB = BigDecimal.valueOf(1024);
    /** No use is measured to more digits; longer fractions only cost time. */
    private static final MathContext DIGITS = new MathContext(9);

    private static final String WARM = "warm";

    /** What is consumed besides compute, as the results call it. */
    private static final List<String> CONSUMED =
            List.of("publishes", "deliveries", "read-units", "write-units", "log-bytes", "span-bytes", "traces");

    private final Results results;
    private final String model;
    private final Topology topology;
    private final List<String> arms;
    private final List<Integer> rounds;
    private final Map<Key, Double> values;

    private record Key(int round, String arm, String part, String metric) {}

    private MeasuredUse(Results results, String model, Topology topology) {
        this.results = results;
        this.model = model;
        this.topology = topology;
        this.values = results.measurements().stream()
                .filter(row ->
                        row.valid() && row.model().equals(model) && row.phase().equals(WARM))
                .collect(Collectors.toMap(
                        row -> new Key(row.round(), row.arm(), row.part(), row.metric()),
                        Measurement::value,
                        Double::sum));
        this.arms = results.environment().arms().stream()
                .map(Environment.Arm::name)
                .filter(arm ->
                        values.keySet().stream().anyMatch(key -> key.arm().equals(arm)))
                .toList();
        // A round counts if every arm has it: otherwise they would not be compared over the same arrivals.
        this.rounds = values.keySet().stream()
                .map(Key::round)
                .distinct()
                .sorted()
                .filter(round -> arms.stream().allMatch(arm -> has(round, arm)))
                .toList();
        if (rounds.isEmpty()) {
            throw new ResultsException(
                    "%s has no valid round of %s that all its arms share".formatted(results.folder(), model));
        }
    }

    /**
     * Returns the use under that model.
     *
     * @throws ResultsException if no round of it counts
     */
    public static MeasuredUse of(Results results, String model) {
        return new MeasuredUse(results, model, Topology.load());
    }

    /** Returns the use in all rounds: the best guess. */
    public Sample measured() {
        return sample(rounds);
    }

    /** Returns the use in rounds drawn with replacement, so many times; the same for the same seed. */
    public List<Sample> resampled(int times, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, times)
                .mapToObj(i -> sample(rounds.stream()
                        .map(round -> rounds.get(random.nextInt(rounds.size())))
                        .toList()))
                .toList();
    }

    /** Returns the arms that were measured, in the order of the comparison. */
    public List<String> arms() {
        return arms;
    }

    public List<String> services() {
        return topology.services().stream().map(ServiceTopology::service).toList();
    }

    /** Returns whether that arm runs as functions. */
    public boolean isFunction(String arm) {
        return arm(arm).isFunction();
    }

    public int rounds() {
        return rounds.size();
    }

    private boolean has(int round, String arm) {
        return values.containsKey(new Key(round, arm, Measurement.SHOP, "requests"));
    }

    private Sample sample(List<Integer> drawn) {
        Map<String, List<Use>> uses = new LinkedHashMap<>();
        BigDecimal requests = BigDecimal.ZERO;
        BigDecimal orders = BigDecimal.ZERO;
        for (String arm : arms) {
            List<Use> services = new ArrayList<>();
            for (ServiceTopology service : topology.services()) {
                services.add(arm(arm).isFunction() ? function(arm, service, drawn) : task(arm, service, drawn));
            }
            uses.put(arm, List.copyOf(services));
            requests = requests.add(sum(arm, Measurement.SHOP, "requests", drawn));
            orders = orders.add(sum(arm, Measurement.SHOP, "orders", drawn));
        }
        return new Sample(orders.divide(requests, DIGITS), uses);
    }

    private FunctionUse function(String arm, ServiceTopology service, List<Integer> drawn) {
        String part = service.service();
        BigDecimal schedules = service.schedules().stream()
                .map(schedule -> BigDecimal.valueOf(Duration.ofHours(1).toSeconds())
                        .divide(BigDecimal.valueOf(schedule.every().toSeconds()), DIGITS))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new FunctionUse(
                part,
                byRequest(arm, part, "invocations", drawn),
                byRequest(
                        arm,
                        sum(arm, part, "gb-seconds", drawn)
                                .subtract(initSeconds(arm, part, drawn).multiply(memory(arm, part))),
                        drawn),
                byRequest(
                        arm,
                        sum(arm, part, "billed-ms", drawn).movePointLeft(3).subtract(initSeconds(arm, part, drawn)),
                        drawn),
                memory(arm, part),
                initGbSeconds(arm, part, drawn),
                service.functions().size(),
                schedules,
                service.queues().size(),
                arm.startsWith("snapstart"),
                consumed(arm, part, drawn));
    }

    private TaskUse task(String arm, ServiceTopology service, List<Integer> drawn) {
        String part = service.service();
        String memory = present(arm, part, "peak-memory") ? "peak-memory" : "resident-memory";
        double most = drawn.stream()
                .mapToDouble(round -> value(round, arm, part, memory))
                .max()
                .orElseThrow();
        return new TaskUse(
                part,
                byRequest(arm, part, "cpu-seconds", drawn),
                decimal(most).divide(MIB_A_GB, DIGITS),
                service.queues().size(),
                consumed(arm, part, drawn));
    }

    private Consumed consumed(String arm, String part, List<Integer> drawn) {
        return new Consumed(
                byRequest(arm, part, "publishes", drawn),
                byRequest(arm, part, "deliveries", drawn),
                byRequest(arm, part, "read-units", drawn),
                byRequest(arm, part, "write-units", drawn),
                byRequest(arm, part, "log-bytes", drawn),
                byRequest(arm, part, "span-bytes", drawn),
                byRequest(arm, part, "traces", drawn));
    }

    /** Returns the INIT phases that what was billed has in it: AWS bills them with the first invocation. */
    private BigDecimal initSeconds(String arm, String part, List<Integer> drawn) {
        return drawn.stream()
                .flatMap(round -> coldStarts(arm).stream().filter(start -> start.round() == round))
                .filter(start -> start.part().equals(part)
                        && start.model().equals(model)
                        && start.phase().equals(WARM))
                .map(start -> decimal(start.initMillis() / 1000))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * Returns what one INIT phase takes, on average: of the rounds drawn, else of all rounds; of the service's functions,
     * else, where none of them was seen to start, of all that run likewise. Nothing where no start was seen at all, which
     * {@link #gaps()} tells.
     */
    private BigDecimal initGbSeconds(String arm, String part, List<Integer> drawn) {
        List<ColdStart> all = coldStarts(arm);
        List<ColdStart> own =
                all.stream().filter(start -> start.part().equals(part)).toList();
        List<ColdStart> like = own.isEmpty() ? all : own;
        List<ColdStart> some = drawn.stream()
                .flatMap(round -> like.stream().filter(start -> start.round() == round))
                .toList();
        double seconds = (some.isEmpty() ? like : some)
                .stream()
                        .mapToDouble(start -> start.initMillis() / 1000)
                        .average()
                        .orElse(0);
        return decimal(seconds).multiply(memory(arm, part), DIGITS);
    }

    private List<ColdStart> coldStarts(String arm) {
        return results.coldStarts().stream()
                .filter(start -> start.arm().equals(arm) && start.function() != null)
                .toList();
    }

    /** Returns the GB that its functions have: as the results say, or else as they were billed. */
    private BigDecimal memory(String arm, String part) {
        Double mib = arm(arm).memoryMiB().get(part);
        if (mib != null) {
            return decimal(mib).divide(MIB_A_GB, DIGITS);
        }
        return Stream.of(part, Measurement.SHOP)
                .filter(billed -> sum(arm, billed, "billed-ms", rounds).signum() > 0)
                .findFirst()
                .map(billed -> sum(arm, billed, "gb-seconds", rounds)
                        .divide(sum(arm, billed, "billed-ms", rounds).movePointLeft(3), DIGITS))
                .orElseThrow(() -> new ResultsException(
                        "%s doesn't say how much memory %s has as %s".formatted(results.folder(), part, arm)));
    }

    /** Returns what the results don't say and the cost leaves out, a sentence each; none where they say all. */
    public List<String> gaps() {
        return arms.stream().flatMap(this::gaps).toList();
    }

    private Stream<String> gaps(String arm) {
        List<String> missing = CONSUMED.stream()
                .filter(metric -> !present(arm, Measurement.SHOP, metric))
                .toList();
        List<String> gaps = new ArrayList<>();
        if (!missing.isEmpty()) {
            gaps.add("Left out of %s, because nothing counted them there: %s."
                    .formatted(arm, String.join(", ", missing)));
        }
        if (isFunction(arm) && coldStarts(arm).isEmpty()) {
            gaps.add("Left out of %s: INIT phases, because no cold start was seen.".formatted(arm));
        }
        return gaps.stream();
    }

    private BigDecimal byRequest(String arm, String part, String metric, List<Integer> drawn) {
        return byRequest(arm, sum(arm, part, metric, drawn), drawn);
    }

    private BigDecimal byRequest(String arm, BigDecimal sum, List<Integer> drawn) {
        return sum.divide(sum(arm, Measurement.SHOP, "requests", drawn), DIGITS);
    }

    private BigDecimal sum(String arm, String part, String metric, List<Integer> drawn) {
        return drawn.stream()
                .map(round -> decimal(value(round, arm, part, metric)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Returns 0 where the row is missing: a service that wasn't asked for, orders under a model without any. */
    private double value(int round, String arm, String part, String metric) {
        return values.getOrDefault(new Key(round, arm, part, metric), 0.0);
    }

    private boolean present(String arm, String part, String metric) {
        Predicate<Key> asked = key ->
                key.arm().equals(arm) && key.part().equals(part) && key.metric().equals(metric);
        return values.keySet().stream().anyMatch(asked);
    }

    private Environment.Arm arm(String name) {
        return results.environment()
                .arm(name)
                .orElseThrow(() -> new ResultsException("%s doesn't describe %s".formatted(results.folder(), name)));
    }

    private static BigDecimal decimal(double value) {
        return BigDecimal.valueOf(value);
    }

    /** Returns the model whose use was measured. */
    public String model() {
        return model;
    }
}
