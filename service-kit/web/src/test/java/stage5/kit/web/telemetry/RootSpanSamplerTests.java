package stage5.kit.web.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootSpanSamplerTests {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final TraceState MARKED = KeepMark.addTo(TraceState.getDefault());

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldDropAClientSpan_whenItIsARoot(boolean tail) {
        assertThat(decision(sampler(1, tail), SpanKind.CLIENT)).isEqualTo(SamplingDecision.DROP);
    }

    @ParameterizedTest
    @EnumSource(names = "CLIENT", mode = EnumSource.Mode.EXCLUDE)
    void shouldFollowTheRate_whenNothingIsLinked(SpanKind kind) {
        assertThat(decision(sampler(1, false), kind)).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
        assertThat(decision(sampler(0, false), kind)).isEqualTo(SamplingDecision.DROP);
    }

    @Test
    void shouldFollowAnEarlierDecision_whenThereIsOne() {
        Context decided = EarlyDecision.keep(Context.root());

        SamplingResult result =
                sampler(0, false).shouldSample(decided, TRACE, "", SpanKind.SERVER, Attributes.empty(), List.of());

        assertThat(result.getDecision()).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
    }

    @Test
    void shouldKeepTheShare_whenTracesAreMany() {
        RootSpanSampler sampler = sampler(0.01, false);

        long kept = Stream.generate(IdGenerator.random()::generateTraceId)
                .limit(100_000)
                .filter(trace ->
                        sampler.shouldSample(Context.root(), trace, "", SpanKind.SERVER, Attributes.empty(), List.of())
                                        .getDecision()
                                == SamplingDecision.RECORD_AND_SAMPLE)
                .count();

        assertThat(kept).isBetween(700L, 1300L); // nine standard deviations
    }

    @Test
    void shouldFollowTheEvents_whenWorkLinksToThem() {
        SpanContext kept = context(true, TraceState.getDefault());
        SpanContext dropped = context(false, TraceState.getDefault());

        assertThat(decision(sampler(0, false), SpanKind.CONSUMER, dropped, kept))
                .isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
        assertThat(decision(sampler(1, false), SpanKind.CONSUMER, dropped)).isEqualTo(SamplingDecision.DROP);
    }

    @Test
    void shouldRecordAllAndMarkTheShare_whenTheCollectorDecides() {
        assertThat(marks(sampler(1, true))).isTrue();
        assertThat(marks(sampler(0, true))).isFalse();
        assertThat(decision(sampler(0, true), SpanKind.SERVER)).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
    }

    @Test
    void shouldPassTheMarkOn_whenWorkLinksToAMarkedEvent() {
        assertThat(marks(sampler(0, true), context(true, TraceState.getDefault()), context(true, MARKED)))
                .isTrue();
        assertThat(marks(sampler(1, true), context(true, TraceState.getDefault())))
                .isFalse();
    }

    @Test
    void shouldKeepOtherEntries_whenATraceIsMarked() {
        TraceState others = TraceState.builder().put("other", "1").build();

        TraceState marked = KeepMark.addTo(context(true, others)).getTraceState();

        assertThat(marked.get("other")).isEqualTo("1");
        assertThat(KeepMark.isIn(marked)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1})
    void shouldReject_whenTheRateIsNoShare(double rate) {
        assertThatThrownBy(() -> new TraceShare(rate)).isInstanceOf(IllegalArgumentException.class);
    }

    private static RootSpanSampler sampler(double rate, boolean tail) {
        return new RootSpanSampler(new TraceShare(rate), tail);
    }

    private static SamplingDecision decision(RootSpanSampler sampler, SpanKind kind, SpanContext... linked) {
        return result(sampler, kind, linked).getDecision();
    }

    private static boolean marks(RootSpanSampler sampler, SpanContext... linked) {
        return KeepMark.isIn(result(sampler, SpanKind.CONSUMER, linked).getUpdatedTraceState(TraceState.getDefault()));
    }

    private static SamplingResult result(RootSpanSampler sampler, SpanKind kind, SpanContext... linked) {
        List<LinkData> links = Arrays.stream(linked).map(LinkData::create).toList();
        return sampler.shouldSample(Context.root(), TRACE, "", kind, Attributes.empty(), links);
    }

    private static SpanContext context(boolean sampled, TraceState state) {
        return SpanContext.createFromRemoteParent(
                TRACE, "00f067aa0ba902b7", sampled ? TraceFlags.getSampled() : TraceFlags.getDefault(), state);
    }
}
