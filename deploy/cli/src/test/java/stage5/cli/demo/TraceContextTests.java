package stage5.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TraceContextTests {

    @Test
    void shouldMakeAHeaderThatIsSampled() {
        TraceContext trace = TraceContext.random(new Random(1));

        assertThat(trace.header()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01").contains(trace.traceId());
    }
}
