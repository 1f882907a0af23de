package stage5.stack.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TraceContextTests {

    @Test
    void shouldSetTheSampledFlag_whenItIsSampledOnly() {
        TraceContext trace = TraceContext.random(new Random(1));

        assertThat(trace.sampled()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01").contains(trace.traceId());
        assertThat(trace.unsampled()).isEqualTo(trace.sampled().replaceFirst("01$", "00"));
    }
}
