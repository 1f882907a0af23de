package stage5.images;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ModificationTimeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import stage5.stack.AotCache;
import stage5.stack.Component;
import stage5.stack.Project;
import stage5.stack.ServiceJvm;
import stage5.stack.StackException;

/** A service's {@code quarkus-app} folder on a JVM, with its AOT cache if it was trained after the build. */
final class JvmContent implements ImageContent {

    private static final String OPTIONS = HOME + "/jvm.options";
    private static final String JAR = HOME + "/quarkus-run.jar";

    private final Path folder;
    private final Path options;
    private final AotCache cache;
    private final boolean trained;

    private JvmContent(Path jar, boolean trained) {
        this.folder = jar.getParent();
        this.options = folder.resolveSibling("image").resolve("jvm.options");
        this.cache = AotCache.of(jar);
        this.trained = trained;
    }

    /**
     * Returns the service's build, with its AOT cache if that is newer than the build.
     *
     * @throws StackException if the service isn't built
     */
    static JvmContent of(Project project, Component service) {
        Path jar = built(project, service);
        return new JvmContent(jar, AotCache.of(jar).isCurrent());
    }

    /** Returns the service's build without an AOT cache, which works on one processor architecture only. */
    static JvmContent untrained(Project project, Component service) {
        return new JvmContent(built(project, service), false);
    }

    @Override
    public String base() {
        return trained ? ImageProperties.trainedBase(Runtime.version()) : ImageProperties.jvmBase();
    }

    @Override
    public List<FileEntriesLayer> layers() throws IOException {
        List<FileEntriesLayer> layers = new ArrayList<>();
        layers.add(layer("dependencies", JvmContent::isExternal));
        layers.add(layer("application", file -> !isExternal(file) && !file.equals(cache.file())));
        if (trained) {
            layers.add(layer("aot-cache", file -> file.equals(cache.file())));
        }
        layers.add(optionsLayer());
        return layers;
    }

    @Override
    public List<String> entrypoint() {
        return List.of("java", "@" + OPTIONS);
    }

    /** Flags before {@code -jar} override those of the options file. */
    @Override
    public List<String> arguments() {
        return List.of("-jar", JAR);
    }

    @Override
    public String suffix() {
        return "";
    }

    private static Path built(Project project, Component service) {
        Path jar = project.artifact(service);
        if (!Files.isRegularFile(jar)) {
            throw new StackException("%s is not built: %s is missing. Build it with ./mvnw package -DskipTests."
                    .formatted(service, jar));
        }
        return jar;
    }

    /** External jars change only with their version, those of this project with each build. */
    private static boolean isExternal(Path file) {
        return file.getParent().getParent().endsWith("lib")
                && !file.getFileName().toString().startsWith("stage5.");
    }

    private FileEntriesLayer layer(String name, Predicate<Path> wanted) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(Files::isRegularFile).filter(wanted).sorted().toList()) {
                layer.addEntry(file, inContainer(file), FilePermissions.DEFAULT_FILE_PERMISSIONS, modified(file));
            }
        }
        return layer.build();
    }

    private AbsoluteUnixPath inContainer(Path file) {
        AbsoluteUnixPath path = AbsoluteUnixPath.get(HOME);
        for (Path step : folder.relativize(file)) {
            path = path.resolve(step.toString());
        }
        return path;
    }

    /** A JVM compares the jars' times with those at training. Without a cache, the time is fixed for reproducible images. */
    private Instant modified(Path file) throws IOException {
        return trained ? Files.getLastModifiedTime(file).toInstant() : FileEntriesLayer.DEFAULT_MODIFICATION_TIME;
    }

    private FileEntriesLayer optionsLayer() throws IOException {
        List<String> flags = new ArrayList<>(ServiceJvm.FLAGS);
        flags.addAll(ImageContent.scratchArguments());
        if (trained) {
            flags.addAll(AotCache.of(Path.of(JAR)).flags());
        }
        Files.createDirectories(options.getParent());
        Files.write(options, flags);
        ModificationTimeProvider same = FileEntriesLayer.DEFAULT_MODIFICATION_TIME_PROVIDER;
        AbsoluteUnixPath path = AbsoluteUnixPath.get(OPTIONS);
        return FileEntriesLayer.builder()
                .setName("options")
                .addEntry(options, path, same.get(options, path))
                .build();
    }
}
