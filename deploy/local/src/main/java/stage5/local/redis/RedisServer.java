package stage5.local.redis;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import redis.embedded.core.ExecutableProvider;
import stage5.local.Directories;
import stage5.local.Emulator;
import stage5.local.fault.FaultControl;
import stage5.local.process.ChildProcess;
import stage5.local.process.ProcessStarts;

/**
 * Runs a real Redis server. Its data survives its own restarts, as an ElastiCache node's data survives a failover, but
 * not restarts of the local cloud.
 */
public final class RedisServer implements Emulator, Failovers.Server {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final String name;
    private final String evictionPolicy;
    private final int port;
    private final Path directory;
    private final Path log;
    private final AppendOnlyFile appendOnlyFile;
    private final Failovers failovers;
    private volatile ChildProcess server;
    private File executable;

    private RedisServer(String name, String evictionPolicy, int port, Path directory) {
        this.name = name;
        this.evictionPolicy = evictionPolicy;
        this.port = port;
        this.directory = directory.resolve(name);
        this.log = directory.resolve(name + ".log");
        this.appendOnlyFile = new AppendOnlyFile(this.directory);
        this.failovers = new Failovers(name, this);
    }

    /**
     * Returns the server of copies, counters and rate limits, without starting it. When its memory is full it removes keys
     * that expire: {@code volatile-lru}, the default of ElastiCache.
     *
     * @param directory the server's files are in its subdirectory {@code redis}, which is emptied at the start
     */
    public static RedisServer shared(int port, Path directory) {
        return new RedisServer("redis", "volatile-lru", port, directory);
    }

    /**
     * Returns the server of sessions, without starting it. When its memory is full it refuses writes and removes nothing:
     * {@code noeviction}.
     *
     * @param directory the server's files are in its subdirectory {@code redis-sessions}, which is emptied at the start
     */
    public static RedisServer sessions(int port, Path directory) {
        return new RedisServer("redis-sessions", "noeviction", port, directory);
    }

    @Override
    public String name() {
        return name;
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
            stop();
            run();
        }
    }

    /**
     * Returns how often each command was called since the server's start or the last reset, by its name in lower case.
     *
     * @throws IOException if the server does not respond
     */
    public Map<String, Double> commandCalls() throws IOException {
        return RedisCommandStatistics.parse(RedisCommandStatistics.call(port, "INFO commandstats"));
    }

    /**
     * Sets the counters of the commands to zero.
     *
     * @throws IOException if the server does not respond
     */
    public void resetCommandCalls() throws IOException {
        RedisCommandStatistics.call(port, "CONFIG RESETSTAT");
    }

    /** Stops the server and starts it with its existing data. */
    public synchronized void restart() throws IOException, InterruptedException {
        stop();
        run();
    }

    /** Returns the control of the failovers. */
    public FaultControl<RedisFault> faults() {
        return failovers.control();
    }

    @Override
    public void sample() throws IOException {
        appendOnlyFile.sample();
    }

    @Override
    public synchronized long failOver(RedisFault.Loss loss, Duration downTime, BooleanSupplier canceled)
            throws IOException, InterruptedException {
        if (!isUp()) {
            return -1;
        }
        stop();
        long lostBytes = lose(loss);
        long end = System.nanoTime() + downTime.toNanos();
        while (System.nanoTime() < end && !canceled.getAsBoolean()) {
            Thread.sleep(Duration.ofMillis(10));
        }
        run();
        return lostBytes;
    }

    private long lose(RedisFault.Loss loss) throws IOException {
        return switch (loss) {
            case NOTHING -> 0;
            case LAST_SECOND -> appendOnlyFile.cutOff(Duration.ofSeconds(1));
            case EVERYTHING -> appendOnlyFile.delete();
        };
    }

    @Override
    public boolean isUp() {
        ChildProcess current = server;
        return current != null && current.isUp();
    }

    @Override
    public void close() {
        failovers.close();
        stop();
    }

    /** Stops the server. Failovers that are due are left out until it runs again. */
    public synchronized void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    private void run() throws IOException, InterruptedException {
        server = ChildProcess.start(name, command(), log, "Ready to accept connections");
        server.awaitReady(TIMEOUT);
    }

    /**
     * Returns the server's command line. The append-only file keeps the data over a restart. The memory is that of a small
     * ElastiCache node.
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
                evictionPolicy);
    }

    private File executable() throws IOException {
        boolean external = System.getenv(ExecutableProvider.ENVIRONMENT_EXECUTABLE_LOCATION) != null;
        ExecutableProvider provider = external
                ? ExecutableProvider.newEnvironmentVariableProvider()
                : ExecutableProvider.newJarResourceProvider(directory.toFile());
        return ProcessStarts.write(provider::get);
    }
}
