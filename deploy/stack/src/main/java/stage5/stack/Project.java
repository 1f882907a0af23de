package stage5.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The checkout of Stage Five that is worked with: its built artifacts and its state. */
public record Project(Path root) {

    /** The system property by which the front door's script names the root. */
    public static final String HOME_PROPERTY = "stage5.home";

    /** How the name of a native executable ends. */
    public static final String EXECUTABLE = "-runner";

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

    /** Returns where the build leaves the component's runnable jar, built or not. */
    public Path artifact(Component component) {
        return root.resolve(component.artifact());
    }

    /** Returns the native executable that the build has left of a service, if it has. */
    public Optional<Path> executable(Component service) {
        Path target = artifact(service).getParent().getParent();
        if (!Files.isDirectory(target)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> isExecutable(file.toString()))
                    .filter(Files::isRegularFile)
                    .filter(Files::isExecutable)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether a command is a service's native executable, by its name. */
    static boolean isExecutable(String command) {
        return command.endsWith(EXECUTABLE);
    }

    /** Returns the native executable of a service where that is what was built last: newer than the jar, if there is one. */
    Optional<Path> newestExecutable(Component service) {
        return executable(service).filter(executable -> isNewer(executable, artifact(service)));
    }

    private static boolean isNewer(Path file, Path other) {
        try {
            return !Files.exists(other)
                    || Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(other)) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
