package stage5.cdk.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stage5.cdk.config.Form;
import stage5.stack.alarm.SynthesizedAlarms;

class StoredAlarmsTests {

    private static final Path SYNTHESIZED = Path.of("target", "alarms");
    private static final Path STORED = Path.of("..", "stack", "src", "main", "resources", "stage5", "stack", "alarm");

    /** After a change of an alarm, copy the new file over the stored one. */
    @ParameterizedTest
    @EnumSource(Form.class)
    void shouldEqualTheSynthesis_whenAlarmsAreStored(Form form) throws IOException {
        String name =
                SynthesizedAlarms.file(form == Form.LAMBDA ? stage5.stack.Form.LAMBDA : stage5.stack.Form.CONTAINER);
        Path synthesized = Files.createDirectories(SYNTHESIZED).resolve(name);
        Files.writeString(synthesized, StoredAlarms.of(form));

        assertThat(STORED.resolve(name))
                .as("cp deploy/cdk/%s deploy/stack/src/main/resources/stage5/stack/alarm/", synthesized)
                .hasSameTextualContentAs(synthesized);
    }

    @Test
    void shouldBeEqualInBothForms_whenTheStackBelongsToNoService() {
        assertThat(shared(Form.LAMBDA)).isNotEmpty().isEqualTo(shared(Form.FARGATE));
    }

    private static List<String> shared(Form form) {
        return StoredAlarms.of(form)
                .lines()
                .map(line -> line.replaceFirst(",$", ""))
                .filter(line -> line.startsWith("{\"Stack\":\"observability\""))
                .toList();
    }
}
