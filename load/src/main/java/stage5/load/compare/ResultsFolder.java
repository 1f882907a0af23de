package stage5.load.compare;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stage5.cli.stack.Part;
import stage5.load.generator.Latencies;
import stage5.load.generator.LoadResult;
import stage5.load.plan.Kind;
import stage5.load.plan.Model;

/**
 * What a comparison leaves, for the report and for whoever wants to reckon it anew; written as it comes, so that a
 * comparison that breaks off leaves what it has. The files and their columns: load/README.md.
 */
public final class ResultsFolder {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path path;
    private final CsvFile rounds;
    private final CsvFile latencies;
    private final CsvFile coldStarts;
    private final CsvFile steps;
    private final List<Observation> observations = new ArrayList<>();

    /** Makes the folder, which must not be there. */
    public ResultsFolder(Path path) {
        this.path = path;
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rounds = new CsvFile(
                path.resolve("rounds.csv"),
                "round",
                "position",
                "arm",
                "model",
                "phase",
                "part",
                "metric",
                "unit",
                "value",
                "valid");
        latencies = new CsvFile(
                path.resolve("latencies.csv"), "arm", "round", "model", "phase", "request", "up_to_micros", "count");
        coldStarts = new CsvFile(
                path.resolve("coldstarts.csv"),
                "arm",
                "round",
                "model",
                "phase",
                "part",
                "function",
                "init_millis",
                "duration_millis",
                "memory_mib");
        steps = new CsvFile(
                path.resolve("steps.csv"),
                "arm",
                "round",
                "step",
                "rate",
                "sent",
                "failed",
                "p50_millis",
                "p99_millis",
                "lag_p99_millis",
                "held");
    }

    public Path path() {
        return path;
    }

    /** Returns all figures so far. */
    public List<Observation> observations() {
        return List.copyOf(observations);
    }

    void add(Observation observation) {
        observations.add(observation);
        Observation.Subject subject = observation.subject();
        rounds.add(
                observation.round(),
                observation.position(),
                observation.arm(),
                subject.model(),
                subject.phase(),
                subject.part(),
                subject.metric().label(),
                subject.metric().unit(),
                observation.value(),
                observation.valid());
    }

    void add(String arm, int round, String phase, LoadResult load) {
        addLatencies(arm, round, load.model(), phase, "all", load.latencies());
        for (Map.Entry<Kind, LoadResult.Requests> seen : load.requests().entrySet()) {
            addLatencies(
                    arm,
                    round,
                    load.model(),
                    phase,
                    seen.getKey().label(),
                    seen.getValue().latencies());
        }
        if (load.model() == Model.STEP) {
            for (int step = 0; step < load.steps().size(); step++) {
                LoadResult.Window seen = load.steps().get(step);
                steps.add(
                        arm,
                        round,
                        step + 1,
                        seen.rate(),
                        seen.sent(),
                        seen.failed(),
                        seen.p50(),
                        seen.p99(),
                        seen.lagP99(),
                        seen.isHeld());
            }
        }
    }

    void addColdStart(String arm, int round, String model, String phase, Part part, Invocation start) {
        coldStarts.add(
                arm,
                round,
                model,
                phase,
                part.label(),
                start.function(),
                start.initMillis(),
                start.durationMillis(),
                start.maxMemoryMiB());
    }

    /** Adds the start of a container, which is no function's. */
    void addStart(String arm, int round, Part part, double readyMillis, double residentMiB) {
        coldStarts.add(
                arm, round, Findings.NO_MODEL, Findings.COLD, part.label(), null, readyMillis, null, residentMiB);
    }

    /** Leaves the content as JSON. */
    public void write(String file, Object content) {
        try {
            JSON.writeValue(path.resolve(file).toFile(), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addLatencies(String arm, int round, Model model, String phase, String request, Latencies seen) {
        for (Latencies.Bucket bucket : seen.buckets()) {
            latencies.add(arm, round, model.label(), phase, request, bucket.upToMicros(), bucket.count());
        }
    }
}
