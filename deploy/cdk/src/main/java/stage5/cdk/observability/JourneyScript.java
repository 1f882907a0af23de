package stage5.cdk.observability;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the canary runs: {@code order-journey.js} beside this class. */
final class JourneyScript {

    private JourneyScript() {}

    static String read() {
        try (InputStream file = JourneyScript.class.getResourceAsStream("order-journey.js")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The canary's script can't be read", e);
        }
    }
}
