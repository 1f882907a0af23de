package stage5.cdk;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What the CDK synthesises with. */
public final class NodeJs {

    private static final boolean ON_THE_PATH = Arrays.stream(
                    System.getenv("PATH").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "node"))
            .anyMatch(Files::isExecutable);

    static {
        if (!ON_THE_PATH) {
            System.out.println("There is no Node on the PATH: what needs the CDK to synthesise is SKIPPED, not tested");
        }
    }

    private NodeJs() {}

    /** Skips the test where there is no Node. */
    public static void require() {
        assumeTrue(ON_THE_PATH, "The CDK needs Node to synthesise, and there is none on the PATH");
    }
}
