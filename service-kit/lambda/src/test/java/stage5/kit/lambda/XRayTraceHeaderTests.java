package stage5.kit.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class XRayTraceHeaderTests {

    private static final String ROOT = "Root=1-5759e988-bd862e3fe1be46a994272793";
    private static final String PARENT = "Parent=53995c3f42cd8ad8";

    @ParameterizedTest
    @ValueSource(
            strings = {
                ROOT + ";" + PARENT + ";Sampled=1",
                "Sampled=1;" + PARENT + "; " + ROOT,
                ROOT + ";" + PARENT + ";Sampled=1;Lineage=1:a87bd80c:0"
            })
    void shouldReturnTheContext_whenTheTraceIsSampled(String header) {
        SpanContext context = XRayTraceHeader.read(header);

        assertThat(context.getTraceId()).isEqualTo("5759e988bd862e3fe1be46a994272793");
        assertThat(context.getSpanId()).isEqualTo("53995c3f42cd8ad8");
        assertThat(context.isSampled()).isTrue();
        assertThat(context.isRemote()).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                ROOT,
                ROOT + ";Sampled=1",
                PARENT + ";Sampled=1",
                ROOT + ";" + PARENT + ";Sampled=0",
                ROOT + ";" + PARENT + ";Sampled=?",
                "Root=1-5759E988-bd862e3fe1be46a994272793;" + PARENT + ";Sampled=1",
                "Self=1-5759e988-bd862e3fe1be46a994272793;" + PARENT + ";Sampled=1"
            })
    void shouldReturnNone_whenTheHeaderIsNotSampledOrIncomplete(String header) {
        assertThat(XRayTraceHeader.read(header).isValid()).isFalse();
    }

    @Test
    void shouldPreferTheSystemProperty_whenARuntimeSetsIt() {
        System.setProperty("com.amazonaws.xray.traceHeader", ROOT + ";" + PARENT + ";Sampled=1");
        try {
            assertThat(XRayTraceHeader.current().getSpanId()).isEqualTo("53995c3f42cd8ad8");
        } finally {
            System.clearProperty("com.amazonaws.xray.traceHeader");
        }
    }
}
