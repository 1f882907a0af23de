package stage5.load.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stage5.load.compare.ComparisonRecorder;
import stage5.load.compare.Experiment;
import stage5.load.compare.Phase;
import stage5.load.compare.PhaseResult;
import stage5.load.generator.Generator;
import stage5.load.generator.LoadException;
import stage5.load.generator.LoadResult;
import stage5.load.generator.PreparedShop;
import stage5.load.generator.ShopPreparation;
import stage5.stack.terminal.ProgressListener;

/**
 * Runs an experiment on shops that are deployed on AWS. It restarts nothing, so that every phase is warm. It was tested
 * with recorded responses only, never on AWS.
 */
public final class ComparingOnAws {

    /**
     * Delay before reading CloudWatch, which does not report when a minute is complete; Container Insights is slowest.
     */
    private static final Duration DELIVERY = Duration.ofMinutes(3);

    private final Experiment experiment;
    private final Map<String, AwsShop> shops;
    private final Map<String, CloudLogs> logs;
    private final ComparisonRecorder recorder;
    private final ProgressListener progress;
    private final Path scratch;
    private final Map<String, PreparedShop> prepared = new HashMap<>();

    /**
     * @param shops the experiment's arms, by name
     * @param logs of each arm's account
     */
    public ComparingOnAws(
            Experiment experiment,
            Map<String, AwsShop> shops,
            Map<String, CloudLogs> logs,
            ComparisonRecorder recorder,
            ProgressListener progress,
            Path scratch) {
        this.experiment = experiment;
        this.shops = Map.copyOf(shops);
        this.logs = Map.copyOf(logs);
        this.recorder = recorder;
        this.progress = progress;
        this.scratch = scratch.resolve("compare");
    }

    /** Runs all rounds. */
    public void run() throws InterruptedException {
        for (int round = 1; round <= experiment.rounds(); round++) {
            List<String> order = experiment.order(round);
            for (String arm : order) {
                take(new ComparisonRecorder.ArmRound(round, order.indexOf(arm) + 1, arm));
            }
        }
    }

    private void take(ComparisonRecorder.ArmRound armRound) throws InterruptedException {
        Instant start = Instant.now();
        AwsShop shop = shops.get(armRound.arm());
        try {
            for (Phase phase : experiment.phases()) {
                recorder.add(armRound, phase, run(phase, armRound.round(), shop), shop.isFunctions());
            }
            progress.done(
                    "round %d of %d, %s".formatted(armRound.round(), experiment.rounds(), armRound.arm()),
                    Duration.between(start, Instant.now()));
        } catch (LoadException e) {
            recorder.addFailure(armRound, e.getMessage());
        }
    }

    private PhaseResult run(Phase phase, int round, AwsShop shop) throws InterruptedException {
        Path file = scratch.resolve("prepared.json");
        prepare(shop, file);
        LoadResult load =
                new Generator(line -> {}, false).run(phase.settings(experiment, round, shop.gateway(), scratch, file));
        Thread.sleep(DELIVERY);
        return result(shop, load);
    }

    /** Returns the run with the usage or the invocations that CloudWatch recorded for its measured time. */
    PhaseResult result(AwsShop shop, LoadResult load) {
        Instant from = load.zero();
        Instant to = load.end();
        CloudLogs log = logs.get(shop.arm());
        return shop.isFunctions()
                ? PhaseResult.onAws(load, Map.of(), log.invocations(shop, from, to))
                : PhaseResult.onAws(load, log.usage(shop, from, to), List.of());
    }

    private void prepare(AwsShop shop, Path file) {
        try (ShopPreparation preparation = new ShopPreparation(shop.gateway())) {
            Files.createDirectories(scratch);
            PreparedShop fresh = prepared.containsKey(shop.arm())
                    ? preparation.renew(prepared.get(shop.arm()))
                    : preparation.prepare(experiment.customers());
            prepared.put(shop.arm(), fresh);
            fresh.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
