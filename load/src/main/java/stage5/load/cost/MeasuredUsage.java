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
import stage5.load.results.ColdStartRow;
import stage5.load.results.MeasurementEnvironment;
import stage5.load.results.ObservationRow;
import stage5.load.results.Results;
import stage5.load.results.ResultsException;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

/**
 * Calculates usage from the warm phases of one load model. Usage is a ratio of sums over rounds (all seconds divided by
 * all requests), not a median, because costs add up. Its uncertainty is estimated by resampling the rounds with
 * replacement, the same rounds for all arms.
 */
public final class MeasuredUsage {

    /** The service that receives requests from the internet. */
    public static final String GATEWAY = "gateway";

    private static final BigDecimal MIB_A_GB = BigDecimal.valueOf(1024);
    /** Usage has fewer significant digits; longer fractions would only cost time. */
    private static final MathContext DIGITS = new MathContext(9);

    private static final String WARM = "warm";

    /** The metrics of consumption besides compute. */
    private static final List<String> CONSUMED =
            List.of("publishes", "deliveries", "read-units", "write-units", "log-bytes", "span-bytes", "traces");

    private final Results results;
    private final String model;
    private final Topology topology;
    private final List<String> arms;
    private final List<Integer> rounds;
    private final Map<Key, Double> values;

    private record Key(int round, String arm, String part, String metric) {}

    private MeasuredUsage(Results results, String model, Topology topology) {
        this.results = results;
        this.model = model;
        this.topology = topology;
        this.values = results.observations().stream()
                .filter(row ->
                        row.valid() && row.model().equals(model) && row.phase().equals(WARM))
                .collect(Collectors.toMap(
                        row -> new Key(row.round(), row.arm(), row.part(), row.metric()),
                        ObservationRow::value,
                        Double::sum));
        this.arms = results.environment().arms().stream()
                .map(MeasurementEnvironment.Arm::name)
                .filter(arm ->
                        values.keySet().stream().anyMatch(key -> key.arm().equals(arm)))
                .toList();
        // A round counts only if every arm has it, so that all arms had the same arrivals.
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
     * Returns the usage under a load model.
     *
     * @throws ResultsException if it has no valid round that all arms share
     */
    public static MeasuredUsage of(Results results, String model) {
        return new MeasuredUsage(results, model, Topology.load());
    }

    /** Returns the usage over all rounds: the point estimate. */
    public UsageSample measured() {
        return sample(rounds);
    }

    /** Returns the usage over resampled rounds, a given number of times; deterministic by seed. */
    public List<UsageSample> resampled(int times, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, times)
                .mapToObj(i -> sample(rounds.stream()
                        .map(round -> rounds.get(random.nextInt(rounds.size())))
                        .toList()))
                .toList();
    }

    /** Returns the measured arms, in the order of the comparison. */
    public List<String> arms() {
        return arms;
    }

    public List<String> services() {
        return topology.services().stream().map(ServiceTopology::service).toList();
    }

    /** Returns whether an arm runs as functions. */
    public boolean isFunction(String arm) {
        return arm(arm).isFunction();
    }

    public int rounds() {
        return rounds.size();
    }

    private boolean has(int round, String arm) {
        return values.containsKey(new Key(round, arm, ObservationRow.SHOP, "requests"));
    }

    private UsageSample sample(List<Integer> drawn) {
        Map<String, List<ServiceUsage>> uses = new LinkedHashMap<>();
        BigDecimal requests = BigDecimal.ZERO;
        BigDecimal orders = BigDecimal.ZERO;
        for (String arm : arms) {
            List<ServiceUsage> services = new ArrayList<>();
            for (ServiceTopology service : topology.services()) {
                services.add(arm(arm).isFunction() ? function(arm, service, drawn) : task(arm, service, drawn));
            }
            uses.put(arm, List.copyOf(services));
            requests = requests.add(sum(arm, ObservationRow.SHOP, "requests", drawn));
            orders = orders.add(sum(arm, ObservationRow.SHOP, "orders", drawn));
        }
        return new UsageSample(orders.divide(requests, DIGITS), uses);
    }

    private FunctionUsage function(String arm, ServiceTopology service, List<Integer> drawn) {
        String part = service.service();
        BigDecimal schedules = service.schedules().stream()
                .map(schedule -> BigDecimal.valueOf(Duration.ofHours(1).toSeconds())
                        .divide(BigDecimal.valueOf(schedule.every().toSeconds()), DIGITS))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new FunctionUsage(
                part,
                perRequest(arm, part, "invocations", drawn),
                perRequest(
                        arm,
                        sum(arm, part, "gb-seconds", drawn)
                                .subtract(initSeconds(arm, part, drawn).multiply(memory(arm, part))),
                        drawn),
                perRequest(
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

    private TaskUsage task(String arm, ServiceTopology service, List<Integer> drawn) {
        String part = service.service();
        String memory = present(arm, part, "peak-memory") ? "peak-memory" : "resident-memory";
        double peak = drawn.stream()
                .mapToDouble(round -> value(round, arm, part, memory))
                .max()
                .orElseThrow();
        return new TaskUsage(
                part,
                perRequest(arm, part, "cpu-seconds", drawn),
                decimal(peak).divide(MIB_A_GB, DIGITS),
                service.queues().size(),
                consumed(arm, part, drawn));
    }

    private ConsumptionPerRequest consumed(String arm, String part, List<Integer> drawn) {
        return new ConsumptionPerRequest(
                perRequest(arm, part, "publishes", drawn),
                perRequest(arm, part, "deliveries", drawn),
                perRequest(arm, part, "read-units", drawn),
                perRequest(arm, part, "write-units", drawn),
                perRequest(arm, part, "log-bytes", drawn),
                perRequest(arm, part, "span-bytes", drawn),
                perRequest(arm, part, "traces", drawn));
    }

    /** Returns the seconds of INIT phases within the billed duration: AWS bills them with the first invocation. */
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
     * Returns the mean GB seconds of an INIT phase: of the drawn rounds, or of all rounds if those have no cold start;
     * of the service, or of all services of the arm if it has no cold start. Returns 0 if the arm has none, see {@link
     * #gaps()}.
     */
    private BigDecimal initGbSeconds(String arm, String part, List<Integer> drawn) {
        List<ColdStartRow> all = coldStarts(arm);
        List<ColdStartRow> own =
                all.stream().filter(start -> start.part().equals(part)).toList();
        List<ColdStartRow> starts = own.isEmpty() ? all : own;
        List<ColdStartRow> ofDrawn = drawn.stream()
                .flatMap(round -> starts.stream().filter(start -> start.round() == round))
                .toList();
        double seconds = (ofDrawn.isEmpty() ? starts : ofDrawn)
                .stream()
                        .mapToDouble(start -> start.initMillis() / 1000)
                        .average()
                        .orElse(0);
        return decimal(seconds).multiply(memory(arm, part), DIGITS);
    }

    private List<ColdStartRow> coldStarts(String arm) {
        return results.coldStarts().stream()
                .filter(start -> start.arm().equals(arm) && start.function() != null)
                .toList();
    }

    /** Returns the configured memory in GB, or else the one that follows from the billed amounts. */
    private BigDecimal memory(String arm, String part) {
        Double mib = arm(arm).memoryMiB().get(part);
        if (mib != null) {
            return decimal(mib).divide(MIB_A_GB, DIGITS);
        }
        return Stream.of(part, ObservationRow.SHOP)
                .filter(billed -> sum(arm, billed, "billed-ms", rounds).signum() > 0)
                .findFirst()
                .map(billed -> sum(arm, billed, "gb-seconds", rounds)
                        .divide(sum(arm, billed, "billed-ms", rounds).movePointLeft(3), DIGITS))
                .orElseThrow(() -> new ResultsException(
                        "%s does not state the memory of %s as %s".formatted(results.folder(), part, arm)));
    }

    /** Returns what the costs leave out for want of measurements, a sentence each. */
    public List<String> gaps() {
        return arms.stream().flatMap(this::gaps).toList();
    }

    private Stream<String> gaps(String arm) {
        List<String> missing = CONSUMED.stream()
                .filter(metric -> !present(arm, ObservationRow.SHOP, metric))
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

    private BigDecimal perRequest(String arm, String part, String metric, List<Integer> drawn) {
        return perRequest(arm, sum(arm, part, metric, drawn), drawn);
    }

    private BigDecimal perRequest(String arm, BigDecimal sum, List<Integer> drawn) {
        return sum.divide(sum(arm, ObservationRow.SHOP, "requests", drawn), DIGITS);
    }

    private BigDecimal sum(String arm, String part, String metric, List<Integer> drawn) {
        return drawn.stream()
                .map(round -> decimal(value(round, arm, part, metric)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Returns 0 if the row is missing: a service without requests, or orders under a model without orders. */
    private double value(int round, String arm, String part, String metric) {
        return values.getOrDefault(new Key(round, arm, part, metric), 0.0);
    }

    private boolean present(String arm, String part, String metric) {
        Predicate<Key> matches = key ->
                key.arm().equals(arm) && key.part().equals(part) && key.metric().equals(metric);
        return values.keySet().stream().anyMatch(matches);
    }

    private MeasurementEnvironment.Arm arm(String name) {
        return results.environment()
                .arm(name)
                .orElseThrow(() -> new ResultsException("%s does not describe %s".formatted(results.folder(), name)));
    }

    private static BigDecimal decimal(double value) {
        return BigDecimal.valueOf(value);
    }

    /** Returns the load model of the measurement. */
    public String model() {
        return model;
    }
}
