package stage5.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The JVM's ahead-of-time cache of one jar: classes loaded and linked in a training run, and method profiles. See <a
 * href="https://openjdk.org/jeps/514">JEP 514</a>. The JVM ignores a cache that was recorded with another jar or
 * another JDK, and then starts without one.
 */
public final class AotCache {

    /** Time limit for all components together to write their caches while they stop. */
    static final Duration WRITING = Duration.ofMinutes(3);

    /** At its usual level the JVM logs each class that it cannot cache (proxies, agents) and each stale cache. */
    private static final String ERRORS_ONLY = "-Xlog:aot=error";

    private final Path file;

    private AotCache(Path file) {
        this.file = file;
    }

    /** Returns the cache of the jar, whether or not its file exists yet. */
    public static AotCache of(Path jar) {
        return new AotCache(jar.resolveSibling("app.aot"));
    }

    /** Returns the JVM flags that record the cache and write it when the JVM exits. */
    List<String> recording() {
        return List.of("-XX:AOTCacheOutput=" + file, ERRORS_ONLY);
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
