package stage5.catalog.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
    void shouldComposeAgain_whenSyllablesAreDecomposed() {
        assertThat(Words.plain("한국어")).isEqualTo("한국어");
    }

    @Test
    void shouldFindNoWord_whenThereIsOnlyPunctuation() {
        assertThat(Words.of(" -- ?!")).isEmpty();
    }
}
