package stage5.local;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The build directory, {@code target}, next to the program's JAR. It holds the native libraries and Zipkin. */
public final class BuildDirectory {

    private BuildDirectory() {}

    /** Returns the path of a file in the build directory. The file need not exist. */
    public static Path file(String name) {
        try {
            Path code = Path.of(BuildDirectory.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.resolveSibling(name);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The location of the program can't be determined", e);
        }
    }
}
