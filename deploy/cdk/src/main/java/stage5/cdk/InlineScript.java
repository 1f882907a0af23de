package stage5.cdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads scripts that a stack's template contains as inline code. */
public final class InlineScript {

    private InlineScript() {}

    /** Returns the content of the file, a resource in the package of {@code owner}. */
    public static String read(Class<?> owner, String name) {
        try (InputStream file = owner.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the script " + name, e);
        }
    }
}
