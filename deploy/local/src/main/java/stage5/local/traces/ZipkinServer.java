package stage5.local.traces;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import stage5.local.BuildDirectory;
import stage5.local.process.ChildProcess;
import stage5.local.process.ProcessWatchdog;

/** Zipkin, which shows traces; it takes long to start, so nobody waits for it. */
public final class ZipkinServer implements AutoCloseable {

    private static final int KEPT_SPANS = 15_000;

    private final int port;
    private final Path log;
    private final ZipkinForwarder forwarder;
    private ChildProcess process;

    public ZipkinServer(int port, Path directory) {
        this.port = port;
        this.forwarder = new ZipkinForwarder(port);
        this.log = directory.resolve("zipkin.log");
    }

    /** Starts Zipkin; the future completes once it answers. */
    public CompletableFuture<Void> start() throws IOException {
        Path jar = BuildDirectory.file("zipkin.jar");
        if (!Files.exists(jar)) {
            throw new IOException("Zipkin is missing: the build puts it at " + jar);
        }
        process = ChildProcess.start("zipkin", command(jar), log, "Serving HTTP");
        return process.ready().thenRun(forwarder::begin);
    }

    /** Passes spans on to Zipkin, once it answers, without waiting; what it can't keep up with is dropped. */
    public void offer(List<Span> spans) {
        forwarder.offer(spans);
    }

    /** Returns how many spans were dropped. */
    public long dropped() {
        return forwarder.dropped();
    }

    /** Returns whether Zipkin answers. */
    public boolean isUp() {
        return process != null && process.isUp();
    }

    private List<String> command(Path jar) {
        List<String> command = new ArrayList<>();
        if (ProcessWatchdog.isPosix()) {
            command.addAll(
                    List.of("nice", "-n", "19")); // the services start at the same time, and people wait for them
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString(),
                "--armeria.ports[0].ip=127.0.0.1",
                "--armeria.ports[0].port=" + port,
                "--armeria.ports[0].protocols[0]=http",
                "--zipkin.storage.type=mem",
                "--zipkin.storage.mem.max-spans=" + KEPT_SPANS));
        return command;
    }

    @Override
    public void close() {
        forwarder.close();
        if (process != null) {
            process.close();
            process = null;
        }
    }
}
