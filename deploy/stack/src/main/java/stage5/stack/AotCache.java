package stage5.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a JVM has learnt in a training run (classes loaded and linked, what was called how often), kept beside the jar
 * that it belongs to: <a href="https://openjdk.org/jeps/514">JEP 514</a>. The JVM itself refuses a cache that was made
 * of another jar or by another JDK, and then starts without.
 */
public final class AotCache {

    /** How long all components together may take to write theirs as they end. */
    static final Duration WRITING = Duration.ofMinutes(3);

    /** The JVM says at length what can't be cached (proxies, agents' classes) and what is out of date: no news here. */
    private static final String ERRORS_ONLY = "-Xlog:aot=error";

    private final Path file;

    private AotCache(Path file) {
        this.file = file;
    }

    /** Returns the cache that belongs to the jar, made or not. */
    public static AotCache of(Path jar) {
        return new AotCache(jar.resolveSibling("app.aot"));
    }

    /** Returns the flags by which a JVM writes the cache when it ends. */
    List<String> recording() {
        return List.of("-XX:AOTCacheOutput=" + file, ERRORS_ONLY);
    }

    /** Returns the flags by which a JVM uses the cache; none where there is none. */
    List<String> using() {
        return isMade() ? flags() : List.of();
    }

    /** Returns the flags by which a JVM uses the cache, made or not. */
    public List<String> flags() {
        return List.of("-XX:AOTCache=" + file, ERRORS_ONLY);
    }

    public boolean isMade() {
        return Files.isRegularFile(file);
    }

    /** Returns where the cache is or would be. */
    public Path file() {
        return file;
    }
}
