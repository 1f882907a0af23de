package stage5.load.results;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The results folder of one comparison. Invalid runs, in which the generator was the bottleneck, stay among the
 * observations, marked; their latencies, cold starts and steps are left out.
 */
public record Results(
        Path folder,
        MeasurementEnvironment environment,
        List<ObservationRow> observations,
        List<RequestLatencies> latencies,
        List<ColdStartRow> coldStarts,
        List<StepRow> steps,
        ComparisonSummary summary) {

    public static final String ENVIRONMENT = "environment.json";
    public static final String OBSERVATIONS = "rounds.csv";
    public static final String COLD_STARTS = "coldstarts.csv";
    public static final String STEPS = "steps.csv";
    public static final String SUMMARY = "summary.json";

    /** The data files, which a finished comparison compresses; the environment stays plain. */
    public static final List<String> DATA = List.of(OBSERVATIONS, LatencyLog.FILE, COLD_STARTS, STEPS, SUMMARY);

    private static final int SCHEMA = 1;

    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    /**
     * Returns the results in a folder.
     *
     * @throws ResultsException if the folder holds no results, or results of another schema
     */
    public static Results read(Path folder) {
        if (!Files.isRegularFile(folder.resolve(ENVIRONMENT))) {
            throw new ResultsException("%s holds no results: ./stage5 compare makes some".formatted(folder));
        }
        try {
            MeasurementEnvironment environment =
                    JSON.readValue(folder.resolve(ENVIRONMENT).toFile(), MeasurementEnvironment.class);
            if (environment.schema() != SCHEMA) {
                throw new ResultsException("%s holds results of schema %d; this program reads %d"
                        .formatted(folder, environment.schema(), SCHEMA));
            }
            return new Results(
                    folder,
                    environment,
                    rows(folder, OBSERVATIONS, ObservationRow.class),
                    latencies(folder).stream()
                            .filter(row -> environment.isValid(row.round(), row.arm(), row.model(), row.phase()))
                            .toList(),
                    rows(folder, COLD_STARTS, ColdStartRow.class).stream()
                            .filter(row -> environment.isValid(row.round(), row.arm(), row.model(), row.phase()))
                            .toList(),
                    rows(folder, STEPS, StepRow.class).stream()
                            .filter(row -> environment.isValid(row.round(), row.arm(), StepRow.MODEL, StepRow.PHASE))
                            .toList(),
                    summary(folder));
        } catch (IOException e) {
            throw new ResultsException("%s can't be read: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /**
     * Returns the folder of the newest comparison below a parent folder. Folders are named after their start time.
     *
     * @throws ResultsException if there is none
     */
    public static Path newest(Path parent) {
        return findNewest(parent)
                .orElseThrow(() -> new ResultsException(
                        "There are no results in %s: run ./stage5 compare, or name a folder".formatted(parent)));
    }

    /** Returns the folder of the newest comparison below a parent folder; empty if there is none. */
    static Optional<Path> findNewest(Path parent) {
        if (!Files.isDirectory(parent)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve(ENVIRONMENT)))
                    .max(Comparator.comparing(folder -> folder.getFileName().toString()));
        } catch (IOException e) {
            throw new ResultsException("%s can't be read: %s".formatted(parent, e.getMessage()), e);
        }
    }

    private static ComparisonSummary summary(Path folder) throws IOException {
        Path file = ResultFiles.find(folder, SUMMARY)
                .orElseThrow(() -> new ResultsException("%s has no %s".formatted(folder, SUMMARY)));
        try (InputStream content = ResultFiles.open(file)) {
            return JSON.readValue(content, ComparisonSummary.class);
        }
    }

    private static List<RequestLatencies> latencies(Path folder) throws IOException {
        Optional<Path> file = ResultFiles.find(folder, LatencyLog.FILE);
        if (file.isEmpty()) {
            return List.of();
        }
        try (InputStream content = ResultFiles.open(file.get())) {
            return LatencyLog.read(content);
        }
    }

    private static <T> List<T> rows(Path folder, String name, Class<T> row) throws IOException {
        Optional<Path> file = ResultFiles.find(folder, name);
        if (file.isEmpty()) {
            return List.of();
        }
        try (InputStream content = ResultFiles.open(file.get())) {
            return CsvFile.read(content, row);
        }
    }
}
