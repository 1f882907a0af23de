package stage5.cli.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import stage5.stack.Form;
import stage5.stack.Project;
import stage5.stack.StackException;
import stage5.stack.alarm.Alarm;
import stage5.stack.alarm.SynthesizedAlarms;

class IncidentsTests {

    private static final Incidents INCIDENTS = Incidents.of(Project.locate());

    @TempDir
    private Path folder;

    @Test
    void shouldHaveAnAnswerOfItsOwn_forEachIncident() {
        List<String> words = INCIDENTS.all().stream()
                .flatMap(incident -> incident.answer().words().stream())
                .toList();

        assertThat(INCIDENTS.all()).hasSizeGreaterThanOrEqualTo(16);
        assertThat(words).doesNotHaveDuplicates().allMatch(word -> word.matches("[a-z-]+"));
    }

    @Test
    void shouldRevealNothing_whenAnIncidentIsStarted() {
        assertThat(INCIDENTS.all()).allSatisfy(incident -> {
            String shown = String.join(" ", incident.id(), incident.title(), incident.question())
                    .toLowerCase(Locale.ROOT);
            List<String> causes = incident.answer().words();
            assertThat(shown).doesNotContain(causes);
            assertThat(shown).doesNotContain(incident.faults().keySet());
        });
    }

    @Test
    void shouldEndByItself_afterItsLoadAtTheEarliest() {
        assertThat(INCIDENTS.all()).allSatisfy(incident -> assertThat(incident.timeToLive())
                .isGreaterThanOrEqualTo(incident.load().duration()));
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameAnAlarmOfItsForm(Form form) {
        List<String> alarms =
                SynthesizedAlarms.of(form).alarms().stream().map(Alarm::name).toList();

        assertThat(INCIDENTS.of(form))
                .isNotEmpty()
                .filteredOn(incident -> incident.alarm() != null)
                .allSatisfy(
                        incident -> assertThat(alarms).contains(incident.alarm().name()));
    }

    @Test
    void shouldFail_whenThereIsNoSuchIncident() {
        assertThatThrownBy(() -> INCIDENTS.require("nonsense"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("nonsense");
    }

    @Test
    void shouldDrawTheSameIncidentAndChoices_whenTheSeedIsTheSame() {
        assertThat(INCIDENTS.draw(Form.CONTAINER, 42)).isEqualTo(INCIDENTS.draw(Form.CONTAINER, 42));
        assertThat(INCIDENTS.choices(42)).isEqualTo(INCIDENTS.choices(42)).hasSameSizeAs(INCIDENTS.all());
    }

    @ParameterizedTest
    @EnumSource
    void shouldDrawEachIncidentOfTheForm(Form form) {
        assertThat(Stream.iterate(0L, seed -> seed + 1).limit(100).map(seed -> INCIDENTS.draw(form, seed)))
                .containsAll(INCIDENTS.of(form))
                .allMatch(incident -> incident.form() == form);
    }

    @Test
    void shouldUnderstandEachWordOfAnAnswer() throws IOException {
        Incidents incidents = TestIncident.in(folder, TestIncident.YAML);

        assertThat(incidents.cause("payment-slow")).contains("payment-slow");
        assertThat(incidents.cause(" Slow Payment ")).contains("payment-slow");
        assertThat(incidents.cause("weather")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id: orders-wait       | id: other             | states the id other",
                "id: orders-wait       | id: ''                | id is missing",
                "question: Why?        | other: Why?           | question is missing",
                "seed: 7               | seeds: 7              | seeds",
                "timeToLive: PT30S     | timeToLive: PT19S     | timeToLive must not be shorter",
                "orders: 1             | orders: 0             | load.orders must be above 0",
                "calm: PT5S            | calm: soon            | soon",
                "speed: 30             | speed: 0              | alarm.speed must be 1 or more",
                "is: \"true\"          | is: \"true\", was: 1 | was",
                "at: /faults/payment/active, is: \"true\" | at: /a | expects nothing",
                "commands: [incident stop] | commands: []     | mitigation.commands is missing",
                "cause: payment-slow   | cause:                | answer.cause is missing",
            })
    void shouldNameWhatIsWrong_whenAFileIsInvalid(String valid, String invalid, String message) {
        assertThat(TestIncident.YAML).contains(valid);
        assertThatThrownBy(() -> TestIncident.in(folder, TestIncident.YAML.replace(valid, invalid)))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("orders-wait.yaml")
                .hasMessageContaining(message);
    }
}
