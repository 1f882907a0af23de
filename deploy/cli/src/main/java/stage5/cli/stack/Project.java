package stage5.cli.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The checkout of Stage Five that is worked with: its built artifacts and its state. */
public record Project(Path root) {

    /** The system property by which the front door's script names the root. */
    public static final String HOME_PROPERTY = "stage5.home";

    private static final String STATE = ".stage5";

    /**
     * Returns the project named by {@value #HOME_PROPERTY} or else the one around the working directory.
     *
     * @throws StackException if there is none
     */
    public static Project locate() {
        String home = System.getProperty(HOME_PROPERTY);
        if (home != null) {
            return new Project(Path.of(home).toAbsolutePath().normalize());
        }
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .filter(Project::isRoot)
                .findFirst()
                .map(Project::new)
                .orElseThrow(() -> new StackException("The working directory lies in no checkout of Stage Five"));
    }

    /** Returns where the build leaves the part's runnable jar, built or not. */
    public Path artifact(Part part) {
        return root.resolve(part.artifact());
    }

    /** Returns where a stack keeps what it must remember: the usual one on top, each other one in a folder below. */
    public StateDirectory state(Ports ports) {
        Path state = root.resolve(STATE);
        return new StateDirectory(ports.isUsual() ? state : state.resolve(Integer.toString(ports.base())));
    }

    private static boolean isRoot(Path folder) {
        return Files.isRegularFile(folder.resolve("stage5")) && Files.isRegularFile(folder.resolve("mvnw"));
    }
}
