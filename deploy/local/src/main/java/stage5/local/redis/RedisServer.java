package stage5.local.redis;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import redis.embedded.core.ExecutableProvider;
import stage5.local.Directories;
import stage5.local.Emulator;
import stage5.local.process.ChildProcess;

/**
 * Runs a real Redis server. Its data survives its own restarts, as an ElastiCache node's data survives a failover, but
 * not restarts of the local cloud.
 */
public final class RedisServer implements Emulator {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final int port;
    private final Path directory;
    private final Path log;
    private ChildProcess server;
    private File executable;

    /**
     * Creates the server without starting it.
     *
     * @param directory the server's files are in its subdirectory {@code redis}, which is emptied at the start
     */
    public RedisServer(int port, Path directory) {
        this.port = port;
        this.directory = directory.resolve("redis");
        this.log = directory.resolve("redis.log");
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public synchronized void start() throws IOException, InterruptedException {
        Directories.delete(directory);
        Files.createDirectories(directory);
        executable = executable();
        run();
    }

    /** Starts the server with its existing data. Does nothing if it runs. */
    public synchronized void resume() throws IOException, InterruptedException {
        if (!isUp()) {
            close();
            run();
        }
    }

    /** Stops the server and starts it with its existing data. */
    public synchronized void restart() throws IOException, InterruptedException {
        close();
        run();
    }

    @Override
    public synchronized boolean isUp() {
        return server != null && server.isUp();
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    private void run() throws IOException, InterruptedException {
        server = ChildProcess.start("redis", command(), log, "Ready to accept connections");
        server.awaitReady(TIMEOUT);
    }

    /**
     * Returns the server's command line. The append-only file keeps sessions over a restart. Memory and eviction policy
     * are those of a small ElastiCache node; volatile-lru is ElastiCache's default.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html">ElastiCache
     *     parameters</a>
     */
    private List<String> command() {
        return List.of(
                executable.getAbsolutePath(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                directory.toAbsolutePath().toString(),
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "everysec",
                "--maxmemory",
                "128mb",
                "--maxmemory-policy",
                "volatile-lru");
    }

    private File executable() throws IOException {
        boolean external = System.getenv(ExecutableProvider.ENVIRONMENT_EXECUTABLE_LOCATION) != null;
        ExecutableProvider provider = external
                ? ExecutableProvider.newEnvironmentVariableProvider()
                : ExecutableProvider.newJarResourceProvider(directory.toFile());
        return provider.get();
    }
}
