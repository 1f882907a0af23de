package stage5.load.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import stage5.load.compare.Invocation;

class PlatformReportTests {

    /** The example of AWS's schema page, with the function's memory. */
    private static final String WARM = """
            {"time":"2024-03-13T18:56:24.046Z","type":"platform.report","record":{\
            "requestId":"79b4f56e-95b1-4643-9700-2807f4e68189","metrics":{"durationMs":2.97,"billedDurationMs":3,\
            "memorySizeMB":1769,"maxMemoryUsedMB":214},"status":"success"}}""";

    @Test
    void shouldReadTheInvocation_whenItIsWarm() {
        assertThat(parse(WARM))
                .isEqualTo(new Invocation("order-http", "2024-03-13T18:56:24.046Z", 2.97, 3, 1769, 214, null));
    }

    @Test
    void shouldReadTheInitDuration_whenItIsAColdStart() {
        assertThat(parse(WARM.replace("214}", "214,\"initDurationMs\":3461.85}"))
                        .initMillis())
                .isEqualTo(3461.85);
    }

    @Test
    void shouldReadTheRestoreAsAColdStart_whenTheFunctionHasASnapshot() {
        Invocation restored =
                parse(WARM.replace("214}", "214,\"restoreDurationMs\":512.3,\"billedRestoreDurationMs\":77}"));

        assertThat(restored.initMillis()).isEqualTo(512.30);
        assertThat(restored.billedMillis()).isEqualTo(3);
    }

    @Test
    void shouldLeaveTheMemoryOut_whenItIsUnknown() {
        assertThat(parse(WARM.replace(",\"maxMemoryUsedMB\":214", "")).maxMemoryMiB())
                .isNull();
    }

    @Test
    void shouldFail_whenTheFormatIsUnknown() {
        assertThatThrownBy(() -> parse(WARM.replace("billedDurationMs", "billed")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown format");
    }

    private static Invocation parse(String event) {
        try {
            return PlatformReport.parse("order-http", new ObjectMapper().readTree(event));
        } catch (JsonProcessingException e) {
            throw new AssertionError(event, e);
        }
    }
}
