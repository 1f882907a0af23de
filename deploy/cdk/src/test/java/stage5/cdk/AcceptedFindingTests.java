package stage5.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class AcceptedFindingTests {

    /** So that a reader finds every exception, with its reason, in one file per tool. */
    @Test
    void shouldBeTheOnlyPlace_whenFindingsAreSuppressed() throws IOException {
        assertThat(MainSources.filesWith("NagSuppressions.", "NagPackSuppression"))
                .containsExactly("AcceptedFinding.java");
        assertThat(MainSources.filesWith("Acknowledgment", "acknowledgeWarning"))
                .containsExactly("AcknowledgedWarning.java");
    }
}
