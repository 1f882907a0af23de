package stage5.load.results;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run of {@code ./stage5 compare} left in its folder. Where the generator was the bottleneck, measurements are
 * marked, and latencies, cold starts and steps left out.
 */
public record Results(
        Path folder,
        Environment environment,
        List<Measurement> measurements,
        List<Latency> latencies,
        List<ColdStart> coldStarts,
        List<Step> steps,
        Summary summary) {

    private static final int SCHEMA = 1;
    private static final String ENVIRONMENT = "environment.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();
    private static final CsvMapper CSV = CsvMapper.csvBuilder()
            .enable(CsvParser.Feature.EMPTY_STRING_AS_NULL)
            .build();

    /**
     * Returns the results in that folder.
     *
     * @throws ResultsException if they aren't there, or are of another schema than this program reads
     */
    public static Results read(Path folder) {
        if (!Files.isRegularFile(folder.resolve(ENVIRONMENT))) {
            throw new ResultsException("%s holds no results: ./stage5 compare makes some".formatted(folder));
        }
        try {
            Environment environment = JSON.readValue(folder.resolve(ENVIRONMENT).toFile(), Environment.class);
            if (environment.schema() != SCHEMA) {
                throw new ResultsException("%s holds results of schema %d; this program reads %d"
                        .formatted(folder, environment.schema(), SCHEMA));
            }
            return new Results(
                    folder,
                    environment,
                    rows(folder.resolve("rounds.csv"), Measurement.class),
                    rows(folder.resolve("latencies.csv"), Latency.class).stream()
                            .filter(row -> environment.isValid(row.round(), row.arm(), row.model(), row.phase()))
                            .toList(),
                    rows(folder.resolve("coldstarts.csv"), ColdStart.class).stream()
                            .filter(row -> environment.isValid(row.round(), row.arm(), row.model(), row.phase()))
                            .toList(),
                    rows(folder.resolve("steps.csv"), Step.class).stream()
                            .filter(row -> environment.isValid(row.round(), row.arm(), Step.MODEL, Step.PHASE))
                            .toList(),
                    JSON.readValue(folder.resolve("summary.json").toFile(), Summary.class));
        } catch (IOException e) {
            throw new ResultsException("%s can't be read: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /**
     * Returns the folder of the newest run below that parent; their names are their times.
     *
     * @throws ResultsException if there is none
     */
    public static Path newest(Path parent) {
        if (Files.isDirectory(parent)) {
            try (Stream<Path> folders = Files.list(parent)) {
                return folders.filter(folder -> Files.isRegularFile(folder.resolve(ENVIRONMENT)))
                        .max(Comparator.comparing(folder -> folder.getFileName().toString()))
                        .orElseThrow(() -> none(parent));
            } catch (IOException e) {
                throw new ResultsException("%s can't be read: %s".formatted(parent, e.getMessage()), e);
            }
        }
        throw none(parent);
    }

    private static ResultsException none(Path parent) {
        return new ResultsException(
                "There are no results in %s: run ./stage5 compare, or name a folder".formatted(parent));
    }

    private static <T> List<T> rows(Path file, Class<T> row) throws IOException {
        if (Files.notExists(file)) {
            return List.of();
        }
        try (MappingIterator<T> rows =
                CSV.readerFor(row).with(CsvSchema.emptySchema().withHeader()).readValues(file.toFile())) {
            return rows.readAll();
        }
    }
}
