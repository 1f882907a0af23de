package stage5.notification.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RejectionTextsTests {

    @Test
    void shouldHaveADistinctSentence_whenTheReasonIsKnown() {
        List<String> reasons =
                List.of("out-of-stock", "unknown-product", "payment-refused", "payment-timeout", "stock-timeout");

        assertThat(reasons.stream().map(RejectionTexts::sentence))
                .doesNotHaveDuplicates()
                .allSatisfy(sentence -> assertThat(sentence).endsWith("."))
                .doesNotContain(RejectionTexts.sentence("a future reason"));
    }

    @Test
    void shouldReturnAGeneralSentence_whenTheReasonIsUnknownOrNull() {
        assertThat(RejectionTexts.sentence("a future reason"))
                .isEqualTo(RejectionTexts.sentence(null))
                .endsWith(".");
    }
}
