package stage5.cdk.credentials;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What a rotating function runs: Secrets Manager's protocol, and what is special about a secret. */
final class RotationScript {

    private static final String PROTOCOL = "rotation.js";

    private RotationScript() {}

    static String of(String special) {
        return read(special) + read(PROTOCOL);
    }

    private static String read(String name) {
        try (InputStream file = RotationScript.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The script " + name + " can't be read", e);
        }
    }
}
