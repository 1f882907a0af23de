package stage5.kit.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.xray.Intake;
import stage5.kit.telemetry.xray.XRayText;

/**
 * Prints recorded traces of confirmed orders. The files {@code NAME.json} are recordings ({@code ./stage5 trace ORDER --json})
 * with fewer attributes of the resource; {@code NAME.txt} is what is printed. A test writes what it has printed to
 * {@code target/golden}: to change a file on purpose, copy it from there.
 */
class GoldenTracesTests {

    private static final long MILLI = 1_000_000;
    private static final Path PRINTED = Path.of("target", "golden");

    /** In {@code lambda-cold-start} the first calls of order-service time out. */
    static Stream<String> names() {
        return Stream.of("container-parent", "lambda-parent", "lambda-cold-start", "container-link", "lambda-link");
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldPrintTheTree(String name) throws IOException {
        assertPrinted(name, TraceText.of(TraceReport.of(spans(name))));
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldSumToTheWallTime(String name) throws IOException {
        TraceReport report = TraceReport.of(spans(name));

        long sum = report.criticalPath().stream().mapToLong(Part::nanos).sum();

        assertThat(Math.abs(sum - report.tree().wallNanos())).isLessThan(MILLI);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldFindTheWholeOrder_whenOnlyItsIdIsKnown(String name) throws IOException {
        Recording recording = recording(name);

        assertThat(RelatedSpans.of(recording.spans(), recording.id()))
                .containsExactlyInAnyOrderElementsOf(recording.spans());
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldBeStoredByAwsCompletely(String name) throws IOException {
        List<Span> spans = spans(name);

        assertThat(Intake.check(spans, sent(spans))).isEmpty();
    }

    @Test
    void shouldPrintTheDifferenceFromAHealthyOrder() throws IOException {
        assertPrinted(
                "difference",
                TraceText.of(TraceDifference.between(
                        TraceReport.of(spans("lambda-cold-start")), TraceReport.of(spans("lambda-parent")))));
    }

    @Test
    void shouldPrintTheSegmentDocuments() throws IOException {
        List<Span> spans = spans("container-parent");

        assertPrinted("xray", XRayText.of(spans, sent(spans)));
    }

    private static void assertPrinted(String name, String printed) throws IOException {
        Files.createDirectories(PRINTED);
        Files.writeString(PRINTED.resolve(name + ".txt"), printed);
        try (InputStream expected = GoldenTracesTests.class.getResourceAsStream(name + ".txt")) {
            assertThat(expected).as(name + ".txt").isNotNull();
            assertThat(printed).isEqualTo(new String(expected.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Instant sent(List<Span> spans) {
        return Instant.ofEpochSecond(
                0, spans.stream().mapToLong(Span::endNanos).max().orElseThrow());
    }

    private static List<Span> spans(String name) throws IOException {
        return recording(name).spans();
    }

    private static Recording recording(String name) throws IOException {
        try (InputStream stream = GoldenTracesTests.class.getResourceAsStream(name + ".json")) {
            return new ObjectMapper().readValue(stream, Recording.class);
        }
    }

    private record Recording(String id, List<Span> spans) {}
}
