package stage5.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The JVM's ahead-of-time cache of one jar: classes loaded and linked in a training run, and method profiles. See <a
 * href="https://openjdk.org/jeps/514">JEP 514</a>. The JVM ignores a cache that was recorded with another jar or
 * another JDK, and then starts without one.
 */
public final class AotCache {

    /** Time limit for all components together to write their caches while they stop. */
    static final Duration WRITING = Duration.ofMinutes(3);

    private static final String OUTPUT = "-XX:AOTCacheOutput=";

    /** At its usual level the JVM logs each class that it cannot cache (proxies, agents) and each stale cache. */
    private static final String ERRORS_ONLY = "-Xlog:aot=error";

    /** What the JVMs of a stack do with their caches. */
    enum Mode {
        /** Use the caches that exist. */
        USE,

        /** Use the current caches. Where one is missing or older than its jar, record it and write it on exit. */
        RECORD_MISSING,

        /** Record all caches again and write them on exit. */
        RECORD
    }

    private final Path jar;
    private final Path file;

    private AotCache(Path jar) {
        this.jar = jar;
        this.file = jar.resolveSibling("app.aot");
    }

    /** Returns the cache of the jar, whether or not its file exists yet. */
    public static AotCache of(Path jar) {
        return new AotCache(jar);
    }

    /** Returns the JVM flags for the mode. */
    List<String> flags(Mode mode) {
        return isRecorded(mode) ? recording() : using();
    }

    /** Returns whether the running JVM records a cache and so takes longer to exit. */
    static boolean isRecordedBy(ProcessHandle jvm) {
        return Stream.of(jvm.info().arguments().orElse(new String[0])).anyMatch(flag -> flag.startsWith(OUTPUT));
    }

    private boolean isRecorded(Mode mode) {
        return mode == Mode.RECORD || mode == Mode.RECORD_MISSING && !isCurrent();
    }

    /** Returns whether the cache exists and was recorded after the jar was built. */
    public boolean isCurrent() {
        return isMade() && file.toFile().lastModified() > jar.toFile().lastModified();
    }

    private List<String> recording() {
        return List.of(OUTPUT + file, ERRORS_ONLY);
    }

    /** Returns the JVM flags that use the cache; empty if the file does not exist. */
    List<String> using() {
        return isMade() ? flags() : List.of();
    }

    /** Returns the JVM flags that use the cache, whether or not the file exists yet. */
    public List<String> flags() {
        return List.of("-XX:AOTCache=" + file, ERRORS_ONLY);
    }

    public boolean isMade() {
        return Files.isRegularFile(file);
    }

    /** Returns the path of the cache file, which may not exist yet. */
    public Path file() {
        return file;
    }
}
