package stage5.load.compare;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import stage5.load.generator.LoadResult;
import stage5.load.plan.LoadModel;
import stage5.load.results.ColdStartRow;
import stage5.load.results.CsvFile;
import stage5.load.results.LatencyLog;
import stage5.load.results.ObservationRow;
import stage5.load.results.RequestLatencies;
import stage5.load.results.ResultFiles;
import stage5.load.results.Results;
import stage5.load.results.StepRow;
import stage5.stack.Component;

/**
 * Writes the results of a comparison. Rows are written at once, so that an interrupted comparison leaves what it has
 * measured. The files and their columns are described in load/README.md.
 */
public final class ResultsFolder {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path path;
    private final CsvFile<ObservationRow> rounds;
    private final LatencyLog latencies;
    private final CsvFile<ColdStartRow> coldStarts;
    private final CsvFile<StepRow> steps;
    private final List<Observation> observations = new ArrayList<>();

    /** Creates the folder and its files, which must not exist yet. */
    public ResultsFolder(Path path) {
        this.path = path;
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rounds = new CsvFile<>(path.resolve(Results.OBSERVATIONS), ObservationRow.class);
        latencies = new LatencyLog(path);
        coldStarts = new CsvFile<>(path.resolve(Results.COLD_STARTS), ColdStartRow.class);
        steps = new CsvFile<>(path.resolve(Results.STEPS), StepRow.class);
    }

    public Path path() {
        return path;
    }

    /** Returns all observations so far. */
    public List<Observation> observations() {
        return List.copyOf(observations);
    }

    void add(Observation observation) {
        observations.add(observation);
        Observation.Subject subject = observation.subject();
        rounds.add(new ObservationRow(
                observation.round(),
                observation.position(),
                observation.arm(),
                subject.model(),
                subject.phase(),
                subject.part(),
                subject.metric().label(),
                subject.metric().unit(),
                observation.value(),
                observation.valid()));
    }

    void add(String arm, int round, String phase, LoadResult load) {
        load.requests()
                .forEach((kind, result) -> latencies.add(
                        new RequestLatencies(arm, round, load.model().label(), phase, kind.label(), result.latencies()),
                        load.zero(),
                        load.end()));
        if (load.model() == LoadModel.STEP) {
            for (int step = 0; step < load.steps().size(); step++) {
                steps.add(row(arm, round, step + 1, load.steps().get(step)));
            }
        }
    }

    void addColdStart(String arm, int round, String model, String phase, Component service, Invocation start) {
        coldStarts.add(new ColdStartRow(
                arm,
                round,
                model,
                phase,
                service.label(),
                start.function(),
                start.initMillis(),
                start.durationMillis(),
                start.maxMemoryMiB() == null ? null : start.maxMemoryMiB().doubleValue()));
    }

    /** Adds the start of a container. */
    void addStart(String arm, int round, Component service, double readyMillis, double residentMiB) {
        coldStarts.add(new ColdStartRow(
                arm,
                round,
                ComparisonRecorder.NO_MODEL,
                ComparisonRecorder.COLD,
                service.label(),
                null,
                readyMillis,
                null,
                residentMiB));
    }

    /** Writes a file as JSON. */
    public void write(String file, Object content) {
        try {
            JSON.writeValue(path.resolve(file).toFile(), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compresses the data files. Nothing can be added afterwards. */
    public void compress() {
        try {
            for (String file : Results.DATA) {
                ResultFiles.compress(path.resolve(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StepRow row(String arm, int round, int number, LoadResult.Window step) {
        return new StepRow(
                arm,
                round,
                number,
                step.rate(),
                step.sent(),
                step.failed(),
                step.p50(),
                step.p99(),
                step.lagP99(),
                step.isHeld());
    }
}
