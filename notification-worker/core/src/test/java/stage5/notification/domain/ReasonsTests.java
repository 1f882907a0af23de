package stage5.notification.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonsTests {

    @Test
    void shouldTellEachReasonApart() {
        List<String> reasons =
                List.of("out-of-stock", "unknown-product", "payment-refused", "payment-timeout", "stock-timeout");

        assertThat(reasons.stream().map(Reasons::inWords))
                .doesNotHaveDuplicates()
                .allSatisfy(words -> assertThat(words).endsWith("."))
                .doesNotContain(Reasons.inWords("a reason of tomorrow"));
    }

    @Test
    void shouldFindWords_whenTheReasonIsNewOrMissing() {
        assertThat(Reasons.inWords("a reason of tomorrow"))
                .isEqualTo(Reasons.inWords(null))
                .endsWith(".");
    }
}
