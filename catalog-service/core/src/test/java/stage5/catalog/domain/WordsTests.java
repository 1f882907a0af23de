package stage5.catalog.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTests {

    @Test
    void shouldDropCaseAndAccents_whenSplitting() {
        assertThat(Words.of("Crème BRÛLÉE, crème")).containsExactly("brulee", "creme");
        assertThat(Words.plain("İZMİR")).isEqualTo("izmir");
    }

    @Test
    void shouldNotBeSearchable_whenAWordIsTooShort() {
        assertThat(Words.of("Size 5 shoe")).containsExactly("5", "shoe", "size");
        assertThat(Words.isSearchable("5")).isFalse();
        assertThat(Words.isSearchable("𝟙")).isFalse();
        assertThat(Words.isSearchable("xl")).isTrue();
    }

    @Test
    void shouldKeepSurrogatePairsTogether_whenNamingAPartition() {
        assertThat(Words.shard("𠮷野家")).isEqualTo("𠮷野");
        assertThat(Words.shard("coffee")).isEqualTo("co");
    }

    @Test
    void shouldFoldAccents_whenTheScriptIsLatinGreekOrCyrillic() {
        assertThat(Words.plain("Žluťoučký Ångström Ἀθήνα Ёлка й")).isEqualTo("zlutoucky angstrom αθηνα елка и");
        assertThat(Words.plain("e\u0301\u0323")).isEqualTo("e");
    }

    @ParameterizedTest
    @CsvSource({"かぎ, かき", "ガラス, カラス", "हिन्दी, हनद", "น้ำ, นำ", "קָמָץ, קמץ"})
    void shouldKeepMarks_whenTheyMakeAnotherWord(String word, String other) {
        assertThat(Words.of(word)).hasSize(1).doesNotContainAnyElementsOf(Words.of(other));
        assertThat(Words.of(Normalizer.normalize(word, Normalizer.Form.NFD))).isEqualTo(Words.of(word));
    }

    @Test
    void shouldDropMarks_whenTheyFollowNoLetter() {
        assertThat(Words.plain("\u3099a ❤\ufe0f 5\u0301")).isEqualTo("a ❤ 5");
        // Each of these symbols decomposes to three characters: kept, they could exceed the length of an index key.
        assertThat(Words.plain("\ud834\udd60".repeat(120)).getBytes(StandardCharsets.UTF_8))
                .hasSize(480);
    }

    @Test
    void shouldComposeAgain_whenSyllablesAreDecomposed() {
        assertThat(Words.plain("한국어")).isEqualTo("한국어");
    }

    @Test
    void shouldFindNoWord_whenThereIsOnlyPunctuation() {
        assertThat(Words.of(" -- ?!")).isEmpty();
    }
}
