package stage5.load.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.load.compare.Observation.Subject;
import stage5.load.generator.Latencies;
import stage5.load.generator.LoadResultFixtures;
import stage5.load.results.ComparisonSummary;
import stage5.load.results.CsvFile;
import stage5.load.results.RequestLatencies;
import stage5.load.results.Results;
import stage5.stack.Component;

class ResultsFolderTests {

    @TempDir
    private Path folder;

    @Test
    void shouldWriteARow_whenAnObservationIsAdded() throws IOException {
        ResultsFolder results = new ResultsFolder(folder.resolve("run"));

        results.add(
                new Observation(2, 1, "jvm#2", new Subject(Metric.LATENCY_P99, "browse", "warm", "shop"), 12.5, true));

        assertThat(Files.readAllLines(folder.resolve("run/rounds.csv")))
                .containsExactly(
                        "round,position,arm,model,phase,part,metric,unit,value,valid",
                        "2,1,jvm#2,browse,warm,shop,latency-p99,ms,12.5,true");
        assertThat(results.observations()).hasSize(1);
    }

    @Test
    void shouldKeepHistogramsByKindOfRequest_whenALoadResultIsAdded() throws IOException {
        ResultsFolder results = new ResultsFolder(folder.resolve("run"));

        results.add("jvm", 3, "warm", LoadResultFixtures.checkout(60, 500, 400));

        assertThat(read(results).latencies())
                .extracting(ResultsFolderTests::line)
                .containsExactly(
                        "jvm,3,checkout,warm,all,40031,500",
                        "jvm,3,checkout,warm,place order,40031,500",
                        "jvm,3,checkout,warm,order settled,40031,400");
    }

    @Test
    void shouldLeaveTheFieldsOfFunctionsEmpty_whenAContainerStarts() throws IOException {
        ResultsFolder results = new ResultsFolder(folder.resolve("run"));

        results.addStart("jvm", 1, Component.ORDER, 2500, 180);

        assertThat(Files.readAllLines(folder.resolve("run/coldstarts.csv")))
                .last()
                .isEqualTo("jvm,1,none,cold,order-service,,2500.0,,180.0");
    }

    private record Reason(String why) {}

    @Test
    void shouldQuoteAField_whenItContainsACommaOrAQuote() throws IOException {
        CsvFile<Reason> csv = new CsvFile<>(folder.resolve("file.csv"), Reason.class);

        csv.add(new Reason("late, by \"much\""));

        assertThat(Files.readString(folder.resolve("file.csv"))).isEqualTo("why\n\"late, by \"\"much\"\"\"\n");
    }

    @Test
    void shouldReadTheSameResults_whenTheFilesAreCompressed() throws IOException {
        ResultsFolder results = new ResultsFolder(folder.resolve("run"));
        results.add(
                new Observation(2, 1, "jvm#2", new Subject(Metric.LATENCY_P99, "browse", "warm", "shop"), 12.5, true));
        results.add("jvm", 3, "warm", LoadResultFixtures.checkout(60, 500, 400));
        results.addStart("jvm", 1, Component.ORDER, 2500, 180);
        Results plain = read(results);

        results.compress();
        Results compressed = Results.read(results.path());

        assertThat(results.path().resolve("rounds.csv")).doesNotExist();
        assertThat(results.path().resolve("rounds.csv.gz")).isRegularFile();
        assertThat(compressed.observations()).hasSize(1).isEqualTo(plain.observations());
        assertThat(compressed.coldStarts()).hasSize(1).isEqualTo(plain.coldStarts());
        assertThat(compressed.latencies())
                .extracting(ResultsFolderTests::line)
                .containsExactlyElementsOf(
                        plain.latencies().stream().map(ResultsFolderTests::line).toList());
    }

    private static Results read(ResultsFolder results) {
        results.write("environment.json", Map.of("schema", 1));
        results.write("summary.json", new ComparisonSummary(1, "jvm", 0.95, 10_000, List.of()));
        return Results.read(results.path());
    }

    private static String line(RequestLatencies row) {
        Latencies.Bucket bucket = row.latencies().buckets().getFirst();
        return "%s,%d,%s,%s,%s,%d,%d"
                .formatted(
                        row.arm(),
                        row.round(),
                        row.model(),
                        row.phase(),
                        row.request(),
                        bucket.upToMicros(),
                        bucket.count());
    }
}
