package stage5.local.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultControlTests {

    private record TestFault(Double share, Long seed) implements FaultSettings {}

    private static final TestFault NONE = new TestFault(0.0, 1L);

    private final FaultControl<TestFault> control =
            new FaultControl<>("test", TestFault.class, NONE, List.of("errors", "delays"), InstantSource.system());

    @Test
    void shouldNeverTakeEffect_whenNoFaultIsSet() {
        assertThat(control.isActive()).isFalse();
        assertThat(draw("errors", 100)).doesNotContain(true);
        assertThat(control.effects()).containsEntry("errors", 0L).containsEntry("delays", 0L);
    }

    @Test
    void shouldTakeEffectAtTheGivenShare() {
        control.set(new TestFault(0.25, 3L));

        List<Boolean> decisions = draw("errors", 4_000);

        long count = decisions.stream().filter(happens -> happens).count();
        assertThat(count).isBetween(900L, 1_100L);
        assertThat(control.effects()).containsEntry("errors", count).containsEntry("delays", 0L);
    }

    @Test
    void shouldRepeatTheDecisionsOfAnEffect_whateverOtherEffectsAreDrawn() {
        control.set(new TestFault(0.5, 3L));
        List<Boolean> first = draw("errors", 50);
        control.set(new TestFault(0.5, 3L));
        draw("delays", 20);
        List<Boolean> again = draw("errors", 50);

        assertThat(again).isEqualTo(first);
        control.set(new TestFault(0.5, 4L));
        assertThat(draw("errors", 50)).isNotEqualTo(first);
    }

    @Test
    void shouldKeepTheCounters_whenTheFaultIsRemoved() {
        control.set(new TestFault(1.0, 1L));
        draw("errors", 3);

        control.clear();
        assertThat(control.effects()).containsEntry("errors", 3L);

        control.set(new TestFault(1.0, 1L));
        assertThat(control.effects()).containsEntry("errors", 0L);
    }

    private List<Boolean> draw(String effect, int times) {
        FaultActivation<TestFault> now = control.activation();
        return IntStream.range(0, times)
                .mapToObj(i -> now.happens(effect, now.settings().share()))
                .toList();
    }
}
