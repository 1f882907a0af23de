package stage5.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class WeatherCommandTests {

    @Test
    void shouldPrintTheSettingsAndEffectsOfEmulatorsWithFaults() throws IOException {
        String printed = print("""
                {"weather": "storm", "faults": {
                  "sns": {"active": false, "settings": {"mode": "ok"}, "effects": {"errors": 0}},
                  "sqs": {"active": true, "settings": {"delayShare": 0.5, "seed": 7}, "effects": {"delayed": 42}}}}
                """);

        assertThat(printed.lines())
                .containsExactly(
                        "Weather: storm", "sqs       delayShare 0.5, seed 7", "                    42  delayed");
    }

    @Test
    void shouldPrintTheLastEffects_whenTheFaultIsRemoved() throws IOException {
        String printed = print("""
                {"weather": "clear", "faults": {
                  "sqs": {"active": false, "settings": {"delayShare": 0.0}, "effects": {"delayed": 42}}}}
                """);

        assertThat(printed).contains("Weather: clear", "no fault", "42  delayed");
    }

    private static String print(String report) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        WeatherCommand.print(new ObjectMapper().readTree(report), new PrintStream(bytes));
        return bytes.toString();
    }
}
