package stage5.local.traces;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import stage5.kit.telemetry.Span;
import stage5.local.BuildDirectory;
import stage5.local.process.ChildProcess;
import stage5.local.process.ProcessWatchdog;

/** Runs Zipkin, which displays traces. The start of the local cloud does not wait for it, because it takes long. */
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

    /** Starts Zipkin. Completes once it accepts requests; fails if it ends before. */
    public CompletableFuture<Void> start() throws IOException {
        Path jar = BuildDirectory.file("zipkin.jar");
        if (!Files.exists(jar)) {
            throw new IOException("Zipkin is missing: the build puts it at " + jar);
        }
        process = ChildProcess.start("zipkin", command(jar), log, "Serving HTTP");
        return process.ready().thenRun(forwarder::start);
    }

    /** Buffers spans for Zipkin without blocking; spans beyond the buffer are dropped. */
    public void offer(List<Span> spans) {
        forwarder.offer(spans);
    }

    /** Returns the number of dropped spans. */
    public long dropped() {
        return forwarder.dropped();
    }

    /** Returns whether Zipkin accepts requests. */
    public boolean isUp() {
        return process != null && process.isUp();
    }

    private List<String> command(Path jar) {
        List<String> command = new ArrayList<>();
        if (ProcessWatchdog.isPosix()) {
            command.addAll(List.of("nice", "-n", "19")); // the services start at the same time and have priority
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
