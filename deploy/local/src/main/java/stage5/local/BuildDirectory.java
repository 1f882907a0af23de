package stage5.local;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The directory that the build leaves next to the program: {@code target}, with the native libraries and Zipkin. */
public final class BuildDirectory {

    private BuildDirectory() {}

    /** Returns the path of a file there, whether it exists or not. */
    public static Path file(String name) {
        try {
            Path code = Path.of(BuildDirectory.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.resolveSibling(name);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The program's own place can't be found", e);
        }
    }
}
