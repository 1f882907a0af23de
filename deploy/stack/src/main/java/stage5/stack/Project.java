package stage5.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A checkout of Stage Five: its built artifacts and the state of its stacks. */
public record Project(Path root) {

    /** The system property with the root directory, set by the {@code ./stage5} script. */
    public static final String HOME_PROPERTY = "stage5.home";

    /** The suffix of a native executable's file name. */
    public static final String EXECUTABLE = "-runner";

    private static final String STATE = ".stage5";

    /**
     * Returns the project that {@value #HOME_PROPERTY} names, else the one that contains the working directory.
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
                .orElseThrow(() -> new StackException("The working directory is not inside a checkout of Stage Five"));
    }

    /** Returns the path of the component's runnable jar, which may not be built yet. */
    public Path artifact(Component component) {
        return root.resolve(component.artifact());
    }

    /** Returns the native executable of a service; empty if it is not built. */
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

    /** Returns whether a command is a service's native executable, judged by its name. */
    static boolean isExecutable(String command) {
        return command.endsWith(EXECUTABLE);
    }

    /** Returns the native executable of a service if it is newer than the jar or there is no jar. */
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

    /** Returns the state directory of a stack: {@code .stage5} for the default ports, else a folder below it. */
    public StateDirectory state(Ports ports) {
        Path state = root.resolve(STATE);
        return new StateDirectory(ports.isUsual() ? state : state.resolve(Integer.toString(ports.base())));
    }

    private static boolean isRoot(Path folder) {
        return Files.isRegularFile(folder.resolve("stage5")) && Files.isRegularFile(folder.resolve("mvnw"));
    }
}
