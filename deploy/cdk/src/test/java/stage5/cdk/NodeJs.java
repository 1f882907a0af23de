package stage5.cdk;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Node.js, which the CDK needs for synthesis. */
public final class NodeJs {

    private static final boolean ON_THE_PATH = Arrays.stream(
                    System.getenv("PATH").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "node"))
            .anyMatch(Files::isExecutable);

    static {
        if (!ON_THE_PATH) {
            System.out.println("There is no Node.js on the PATH: tests that synthesise with the CDK are SKIPPED");
        }
    }

    private NodeJs() {}

    /** Skips the test if Node.js is not on the PATH. */
    public static void require() {
        assumeTrue(ON_THE_PATH, "The CDK needs Node.js to synthesise, and there is none on the PATH");
    }
}
