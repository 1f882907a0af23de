package stage5.load.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.cli.stack.Part;
import stage5.load.compare.Observation.Subject;
import stage5.load.generator.LoadResults;

class ResultsFolderTests {

    @TempDir
    private Path folder;

    @Test
    void shouldKeepEachFigureAsALine() throws IOException {
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
    void shouldKeepHistogramsByKindOfRequest() throws IOException {
        ResultsFolder results = new ResultsFolder(folder.resolve("run"));

        results.add("jvm", 3, "warm", LoadResults.checkout(60, 500, 400));

        assertThat(Files.readAllLines(folder.resolve("run/latencies.csv")))
                .containsExactly(
                        "arm,round,model,phase,request,up_to_micros,count",
                        "jvm,3,checkout,warm,all,40031,500",
                        "jvm,3,checkout,warm,place order,40031,500",
                        "jvm,3,checkout,warm,order settled,40031,400");
    }

    @Test
    void shouldLeaveFieldsEmptyThatAContainerDoesNotHave() throws IOException {
        ResultsFolder results = new ResultsFolder(folder.resolve("run"));

        results.addStart("jvm", 1, Part.ORDER, 2500, 180);

        assertThat(Files.readAllLines(folder.resolve("run/coldstarts.csv")))
                .last()
                .isEqualTo("jvm,1,none,cold,order-service,,2500.0,,180.0");
    }

    @Test
    void shouldQuoteWhatWouldBreakALine() throws IOException {
        CsvFile csv = new CsvFile(folder.resolve("file.csv"), "why");

        csv.add("late, by \"much\"");

        assertThat(Files.readString(folder.resolve("file.csv"))).isEqualTo("why\n\"late, by \"\"much\"\"\"\n");
    }
}
