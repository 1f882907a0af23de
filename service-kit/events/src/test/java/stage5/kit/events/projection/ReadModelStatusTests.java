package stage5.kit.events.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadModelStatusTests {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ReadModelState STARTED = ReadModelState.first().started(START);

    private final InMemoryReadModel model = new InMemoryReadModel();

    @Test
    void shouldHaveNoProgress_whenThereWasNoRebuild() {
        ReadModelStatus status = ReadModelStatus.of(model, ReadModelState.first(), START);

        assertThat(status.model()).isEqualTo(InMemoryReadModel.NAME);
        assertThat(status.phase()).isEqualTo("idle");
        assertThat(status.generation()).isOne();
        assertThat(status.share()).isNull();
        assertThat(status.differing()).isNull();
    }

    @Test
    void shouldNotEstimateTheEnd_whenNoSegmentIsRead() {
        RebuildProgress progress = STARTED.progress().afterPage(300, List.of(), "cursor");

        ReadModelStatus status = ReadModelStatus.of(model, STARTED.with(progress), START.plusSeconds(3));

        assertThat(status.share()).isZero();
        assertThat(status.secondsLeft()).isNull();
        assertThat(status.events()).isEqualTo(300);
        assertThat(status.eventsPerSecond()).isEqualTo(100);
    }

    @Test
    void shouldEstimateTheEndByTheShare_whenSegmentsAreRead() {
        ReadModelState quarter = STARTED.with(readSegments(STARTED.progress(), RebuildProgress.SEGMENTS / 4));

        ReadModelStatus status = ReadModelStatus.of(model, quarter, START.plusSeconds(60));

        assertThat(status.share()).isEqualTo(0.25);
        assertThat(status.secondsLeft()).isEqualTo(180);
    }

    @Test
    void shouldMeasureTheRateUntilTheWatermark_whenAllEventsAreRead() {
        RebuildProgress read =
                readSegments(STARTED.progress().afterPage(1_000, List.of(), "cursor"), RebuildProgress.SEGMENTS);
        ReadModelState scanned = STARTED.with(read.withWatermark(START.plusSeconds(10)));

        ReadModelStatus status = ReadModelStatus.of(model, scanned, START.plus(Duration.ofHours(1)));

        assertThat(read.isScanned()).isTrue();
        assertThat(status.share()).isEqualTo(1.0);
        assertThat(status.secondsLeft()).isZero();
        assertThat(status.eventsPerSecond()).isEqualTo(100);
        assertThat(status.watermark()).isEqualTo(START.plusSeconds(10));
    }

    @Test
    void shouldShowTheFirstDifferencesAndCountAll_whenThereAreMany() {
        Map<String, String> many = new HashMap<>();
        IntStream.range(0, 30).forEach(i -> many.put("key-" + i, "1"));
        GenerationComparison comparison =
                GenerationComparison.start(0).withCurrentPage(new EntryPage(many, null), Map.of());

        ReadModelStatus status = ReadModelStatus.of(model, STARTED.with(comparison), START);

        assertThat(status.differing()).isEqualTo(30);
        assertThat(status.differences()).hasSize(ReadModelStatus.MAX_DIFFERENCES);
        assertThat(status.checksum()).isNotEqualTo(status.buildingChecksum());
    }

    private static RebuildProgress readSegments(RebuildProgress progress, int count) {
        RebuildProgress read = progress;
        for (int i = 0; i < count; i++) {
            read = read.afterPage(0, List.of(), null);
        }
        return read;
    }
}
