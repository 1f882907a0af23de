package stage5.kit.events.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GenerationComparisonTests {

    private final GenerationComparison start = GenerationComparison.start(1_000);

    @Test
    void shouldFindNoDifference_whenAllEntriesAreEqual() {
        Map<String, String> entries = Map.of("a", "1", "b", "2");

        GenerationComparison compared = compare(entries, entries);

        assertThat(compared.stage()).isEqualTo(ComparisonStage.RECHECK);
        assertThat(compared.equal()).isEqualTo(2);
        assertThat(compared.differing()).isZero();
        assertThat(compared.differences()).isEmpty();
        assertThat(compared.currentChecksum()).isEqualTo(compared.buildingChecksum());
    }

    @Test
    void shouldFindTheEntry_whenItsContentDiffers() {
        GenerationComparison compared = compare(Map.of("a", "1", "b", "2"), Map.of("a", "1", "b", "3"));

        assertThat(compared.equal()).isOne();
        assertThat(compared.differing()).isOne();
        assertThat(compared.differences()).containsExactly(new EntryDifference("b", "2", "3"));
        assertThat(compared.currentChecksum()).isNotEqualTo(compared.buildingChecksum());
    }

    @Test
    void shouldFindTheEntry_whenTheNewGenerationLacksIt() {
        GenerationComparison compared = compare(Map.of("a", "1", "b", "2"), Map.of("a", "1"));

        assertThat(compared.differing()).isOne();
        assertThat(compared.differences()).containsExactly(new EntryDifference("b", "2", null));
        assertThat(compared.currentChecksum()).isNotEqualTo(compared.buildingChecksum());
    }

    @Test
    void shouldFindTheEntry_whenTheActiveGenerationLacksIt() {
        GenerationComparison compared = compare(Map.of("a", "1"), Map.of("a", "1", "b", "2"));

        assertThat(compared.equal()).as("the common entry is counted once").isOne();
        assertThat(compared.differing()).isOne();
        assertThat(compared.differences()).containsExactly(new EntryDifference("b", null, "2"));
        assertThat(compared.currentChecksum()).isNotEqualTo(compared.buildingChecksum());
    }

    @Test
    void shouldCountAnEntryOnce_whenBothStagesFindIt() {
        EntryPage lostMeanwhile = new EntryPage(Map.of("a", "1"), null);

        GenerationComparison compared = start.withCurrentPage(lostMeanwhile, Map.of("a", "2"))
                .withBuildingPage(new EntryPage(Map.of("a", "2"), null), Map.of());

        assertThat(compared.differing()).isOne();
        assertThat(compared.differences()).containsExactly(new EntryDifference("a", "1", "2"));
    }

    @Test
    void shouldHaveTheSameChecksum_whenPagesHaveAnotherOrder() {
        Map<String, String> building = Map.of("a", "1", "b", "2", "c", "9");

        GenerationComparison aFirst = start.withCurrentPage(new EntryPage(Map.of("a", "1"), "a"), building)
                .withCurrentPage(new EntryPage(Map.of("b", "2", "c", "3"), null), building);
        GenerationComparison aLast = start.withCurrentPage(new EntryPage(Map.of("b", "2", "c", "3"), "c"), building)
                .withCurrentPage(new EntryPage(Map.of("a", "1"), null), building);

        assertThat(aFirst.currentChecksum()).isEqualTo(aLast.currentChecksum()).matches("[0-9a-f]{16}");
        assertThat(aFirst.buildingChecksum()).isEqualTo(aLast.buildingChecksum());
    }

    @Test
    void shouldHaveTheChecksumOfItsOwnEntries_whateverTheOtherGenerationHas() {
        Map<String, String> entries = Map.of("a", "1", "b", "2");
        Map<String, String> others = Map.of("a", "1", "c", "3");

        GenerationComparison compared = compare(entries, others);

        assertThat(compared.currentChecksum())
                .isEqualTo(compare(entries, entries).currentChecksum());
        assertThat(compared.buildingChecksum())
                .isEqualTo(compare(others, others).buildingChecksum());
    }

    @Test
    void shouldHaveAnotherChecksum_whenTwoEntriesExchangeTheirContent() {
        GenerationComparison one = compare(Map.of("a", "1", "b", "2"), Map.of("a", "1", "b", "2"));
        GenerationComparison exchanged = compare(Map.of("a", "2", "b", "1"), Map.of("a", "2", "b", "1"));

        assertThat(one.currentChecksum()).isNotEqualTo(exchanged.currentChecksum());
    }

    @Test
    void shouldStayInTheStageWithTheCursor_untilItsLastPage() {
        EntryPage page = new EntryPage(Map.of("a", "1"), "a");
        EntryPage lastPage = new EntryPage(Map.of("b", "1"), null);
        Map<String, String> others = Map.of("a", "1", "b", "1");

        GenerationComparison first = start.withCurrentPage(page, others);
        assertThat(first.stage()).isEqualTo(ComparisonStage.CURRENT_ENTRIES);
        assertThat(first.cursor()).isEqualTo("a");

        GenerationComparison second = first.withCurrentPage(lastPage, others);
        assertThat(second.stage()).isEqualTo(ComparisonStage.BUILDING_ENTRIES);
        assertThat(second.cursor()).isNull();

        GenerationComparison third = second.withBuildingPage(page, others);
        assertThat(third.stage()).isEqualTo(ComparisonStage.BUILDING_ENTRIES);
        assertThat(third.cursor()).isEqualTo("a");

        GenerationComparison last = third.withBuildingPage(lastPage, others);
        assertThat(last.stage()).isEqualTo(ComparisonStage.RECHECK);
        assertThat(last.cursor()).isNull();
        assertThat(last.since()).isEqualTo(1_000);
    }

    @Test
    void shouldCountTheEntryAsEqual_whenARecheckFindsItEqual() {
        GenerationComparison compared = compare(Map.of("a", "1", "b", "2"), Map.of("b", "3"));

        GenerationComparison rechecked = compared.recheck(Map.of("a", "1", "b", "2"), Map.of("a", "1", "b", "3"));

        assertThat(rechecked.equal()).isOne();
        assertThat(rechecked.differences()).containsExactly(new EntryDifference("b", "2", "3"));
        assertThat(rechecked.differing()).isOne();
    }

    @Test
    void shouldForgetTheEntry_whenARecheckFindsItInNeitherGeneration() {
        GenerationComparison compared = compare(Map.of("a", "1"), Map.of());

        GenerationComparison rechecked = compared.recheck(Map.of(), Map.of());

        assertThat(rechecked.equal()).isZero();
        assertThat(rechecked.differing()).isZero();
        assertThat(rechecked.currentChecksum()).isEqualTo(rechecked.buildingChecksum());
    }

    @Test
    void shouldUpdateTheDigests_whenARecheckFindsAnotherDifference() {
        GenerationComparison compared = compare(Map.of("a", "1"), Map.of());

        GenerationComparison rechecked = compared.recheck(Map.of("a", "2"), Map.of("a", "1"));

        assertThat(rechecked.differences()).containsExactly(new EntryDifference("a", "2", "1"));
    }

    @Test
    void shouldListAPartAndCountAll_whenThereAreManyDifferences() {
        Map<String, String> many = new HashMap<>();
        IntStream.range(0, GenerationComparison.MAX_DIFFERENCES + 1).forEach(i -> many.put("key-" + i, "1"));

        GenerationComparison compared = compare(many, Map.of());

        assertThat(compared.differences()).hasSize(GenerationComparison.MAX_DIFFERENCES);
        assertThat(compared.differing()).isEqualTo(GenerationComparison.MAX_DIFFERENCES + 1);
        assertThat(compared.isComplete()).isFalse();

        many.remove("key-0");
        assertThat(compare(many, Map.of()).isComplete()).isTrue();
    }

    @Test
    void shouldKeepTheStoredForm_whenWrittenAsJson() throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        GenerationComparison compared = compare(Map.of("a", "1"), Map.of());

        assertThat(json.readTree(json.writeValueAsString(compared))).isEqualTo(json.readTree("""
                {"since": 1000, "stage": "AGAIN", "equal": 0, "sum": 0, "differing": 1,
                 "differences": [{"key": "a", "current": "1"}]}"""));
        assertThat(json.writeValueAsString(ComparisonStage.values())).isEqualTo("[\"THERE\",\"BACK\",\"AGAIN\"]");
        assertThat(json.readValue(json.writeValueAsString(compared), GenerationComparison.class))
                .isEqualTo(compared);
    }

    /** Compares two generations, each in one page. */
    private GenerationComparison compare(Map<String, String> current, Map<String, String> building) {
        Map<String, String> ofCurrentKeys = new HashMap<>(building);
        ofCurrentKeys.keySet().retainAll(current.keySet());
        Map<String, String> ofBuildingKeys = new HashMap<>(current);
        ofBuildingKeys.keySet().retainAll(building.keySet());
        return start.withCurrentPage(new EntryPage(current, null), ofCurrentKeys)
                .withBuildingPage(new EntryPage(building, null), ofBuildingKeys);
    }
}
