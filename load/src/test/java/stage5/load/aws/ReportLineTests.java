package stage5.load.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import stage5.load.compare.Invocation;

class ReportLineTests {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final String WARM = "REPORT RequestId: 8f507cfc-xmpl-4697-b07a-ac58fc914c95\tDuration: 2.97 ms\t"
            + "Billed Duration: 3 ms\tMemory Size: 1769 MB\tMax Memory Used: 214 MB\t\n";

    @Test
    void shouldReadTheInvocation_whenItIsWarm() {
        assertThat(ReportLine.parse("order-http", AT, WARM))
                .contains(new Invocation("order-http", "2026-01-01T00:00:00Z", 2.97, 3, 1769, 214, null));
    }

    @Test
    void shouldReadTheInitDuration_whenItIsAColdStart() {
        String cold =
                WARM.stripTrailing() + "\tInit Duration: 3461.85 ms\t\nXRAY TraceId: 1-x\tSegmentId: y\tSampled: true";

        assertThat(ReportLine.parse("order-http", AT, cold))
                .hasValueSatisfying(
                        invocation -> assertThat(invocation.initMillis()).isEqualTo(3461.85));
    }

    @Test
    void shouldReadTheRestoreAsAColdStart_whenTheFunctionHasASnapshot() {
        String restored = WARM.stripTrailing() + "\tRestore Duration: 512.30 ms\tBilled Restore Duration: 77 ms\t\n";

        assertThat(ReportLine.parse("order-http", AT, restored)).hasValueSatisfying(invocation -> {
            assertThat(invocation.initMillis()).isEqualTo(512.30);
            assertThat(invocation.billedMillis()).isEqualTo(3);
        });
    }

    @Test
    void shouldReturnNothing_whenTheLineIsNoReport() {
        assertThat(ReportLine.parse("order-http", AT, "START RequestId: 1 Version: $LATEST"))
                .isEmpty();
        assertThat(ReportLine.parse("order-http", AT, "INIT_REPORT Init Duration: 9.00 ms"))
                .isEmpty();
    }

    @Test
    void shouldFail_whenTheFormatIsUnknown() {
        assertThatThrownBy(() -> ReportLine.parse("order-http", AT, "REPORT RequestId: 1\tDuration: 2.97 ms"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
