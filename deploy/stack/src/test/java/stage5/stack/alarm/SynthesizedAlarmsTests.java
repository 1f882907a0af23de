package stage5.stack.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.stack.Component;
import stage5.stack.Form;

class SynthesizedAlarmsTests {

    private static final List<AlarmCase> CASES = AlarmCase.load();

    /** An alarm that notifies, in a form of the services. */
    record Notifying(Form form, Alarm alarm) {

        @Override
        public String toString() {
            return "%s, %s".formatted(alarm.name(), form);
        }
    }

    static Stream<Notifying> notifying() {
        return Arrays.stream(Form.values()).flatMap(form -> SynthesizedAlarms.of(form).alarms().stream()
                .filter(Alarm::notifies)
                .map(alarm -> new Notifying(form, alarm)));
    }

    @ParameterizedTest
    @MethodSource("notifying")
    void shouldFireAndBeQuiet_whenItsCaseSaysSo(Notifying each) {
        SynthesizedAlarms all = SynthesizedAlarms.of(each.form());
        List<AlarmCase> cases = CASES.stream()
                .filter(candidate -> candidate.isOf(each.alarm().name()))
                .toList();
        assertThat(cases).as("cases in cases.yaml of %s", each).hasSize(1);
        List<AlarmState> firing = cases.getFirst().statesWhenFiring(all, each.alarm());

        assertThat(firing.getFirst()).as("at first").isNotEqualTo(AlarmState.ALARM);
        assertThat(firing.getLast()).as("firing").isEqualTo(AlarmState.ALARM);
        assertThat(cases.getFirst().statesWhenQuiet(all, each.alarm()))
                .as("quiet")
                .contains(AlarmState.OK)
                .doesNotContain(AlarmState.ALARM);
    }

    @Test
    void shouldHaveAnAlarm_whenThereIsACase() {
        List<String> names =
                notifying().map(each -> each.alarm().name()).distinct().toList();

        assertThat(CASES).allSatisfy(each -> assertThat(names).anyMatch(each::isOf));
    }

    @Test
    void shouldNotifyByAComposite_whenAnAlarmItselfDoesNot() {
        for (Form form : Form.values()) {
            SynthesizedAlarms all = SynthesizedAlarms.of(form);
            List<String> parts = all.compositeAlarms()
                    .flatMap(composite -> composite.all().stream())
                    .toList();

            assertThat(all.metricAlarms().filter(alarm -> !alarm.notifies()).map(Alarm::name))
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(parts);
        }
    }

    @Test
    void shouldFollowTheFormOfEachService_whenTheyDiffer() {
        List<String> names =
                SynthesizedAlarms.of(service -> service == Component.ORDER ? Form.LAMBDA : Form.CONTAINER)
                        .alarms()
                        .stream()
                        .map(Alarm::name)
                        .toList();

        assertThat(names)
                .contains("order-service-api-failures", "catalog-service-balancer-slow", "mails-unusual")
                .doesNotContain("order-service-balancer-slow", "catalog-service-api-failures")
                .doesNotHaveDuplicates();
    }
}
