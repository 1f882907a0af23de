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
import stage5.cli.terminal.Progress;
import stage5.load.compare.Experiment;
import stage5.load.compare.Findings;
import stage5.load.compare.Phase;
import stage5.load.compare.PhaseResult;
import stage5.load.generator.Generator;
import stage5.load.generator.LoadException;
import stage5.load.generator.LoadResult;
import stage5.load.generator.Preparation;
import stage5.load.generator.Prepared;

/**
 * Runs an experiment on shops that are deployed on AWS. They are taken as they are found: nothing is started anew, so that
 * all models meet a warm shop. It has been run against recorded answers only, never against AWS.
 */
public final class ComparingOnAws {

    /** CloudWatch says nothing of when it has all of a minute; Container Insights takes the longest. */
    private static final Duration DELIVERY = Duration.ofMinutes(3);

    private final Experiment experiment;
    private final Map<String, Site> sites;
    private final CloudLogs logs;
    private final Findings findings;
    private final Progress progress;
    private final Path scratch;
    private final Map<String, Prepared> prepared = new HashMap<>();

    /** @param sites the experiment's arms, by name */
    public ComparingOnAws(
            Experiment experiment,
            Map<String, Site> sites,
            CloudLogs logs,
            Findings findings,
            Progress progress,
            Path scratch) {
        this.experiment = experiment;
        this.sites = Map.copyOf(sites);
        this.logs = logs;
        this.findings = findings;
        this.progress = progress;
        this.scratch = scratch.resolve("compare");
    }

    /** Returns once all rounds are over. */
    public void run() throws InterruptedException {
        for (int round = 1; round <= experiment.rounds(); round++) {
            List<String> order = experiment.order(round);
            for (String arm : order) {
                take(new Findings.Turn(round, order.indexOf(arm) + 1, arm));
            }
        }
    }

    private void take(Findings.Turn turn) throws InterruptedException {
        Instant start = Instant.now();
        Site site = sites.get(turn.arm());
        try {
            for (Phase phase : experiment.phases()) {
                findings.add(turn, phase, run(phase, turn.round(), site), site.isFunctions());
            }
            progress.done(
                    "round %d of %d, %s".formatted(turn.round(), experiment.rounds(), turn.arm()),
                    Duration.between(start, Instant.now()));
        } catch (LoadException e) {
            findings.addFailure(turn, e.getMessage());
        }
    }

    private PhaseResult run(Phase phase, int round, Site site) throws InterruptedException {
        Path file = scratch.resolve("prepared.json");
        prepare(site, file);
        LoadResult load =
                new Generator(line -> {}, false).run(phase.settings(experiment, round, site.gateway(), scratch, file));
        Thread.sleep(DELIVERY);
        return seen(site, load);
    }

    /** Returns the run with what AWS says of the time from its time zero to the last request that was due. */
    PhaseResult seen(Site site, LoadResult load) {
        Instant from = load.zero();
        Instant to = load.end();
        return site.isFunctions()
                ? PhaseResult.onAws(load, Map.of(), logs.invocations(site, from, to))
                : PhaseResult.onAws(load, logs.usage(site, from, to), List.of());
    }

    private void prepare(Site site, Path file) {
        try (Preparation preparation = new Preparation(site.gateway())) {
            Files.createDirectories(scratch);
            Prepared fresh = prepared.containsKey(site.arm())
                    ? preparation.renew(prepared.get(site.arm()))
                    : preparation.prepare(experiment.customers());
            prepared.put(site.arm(), fresh);
            fresh.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
