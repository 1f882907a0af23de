package stage5.cdk;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The one thing besides Java that the CDK needs. */
public final class Node {

    private Node() {}

    /** Skips the test, and says so, where there is no Node. */
    public static void assume() {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, "node"))
                        .anyMatch(Files::isExecutable),
                "The CDK needs Node to synthesise, and there is none on the PATH");
    }
}
