package stage5.cdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Code that goes to AWS with a stack. */
public final class Script {

    private Script() {}

    /** Returns what the file beside the class holds. */
    public static String beside(Class<?> owner, String name) {
        try (InputStream file = owner.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The script " + name + " can't be read", e);
        }
    }
}
