package stage5.local.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A child process that ends with this JVM, even if the JVM is killed; see {@link ProcessWatchdog}. */
public final class ChildProcess implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final String name;
    private final Process process;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /**
     * Starts the program. Its output overwrites the log.
     *
     * @param readyWhen part of the line that the program writes once it accepts requests
     */
    public static ChildProcess start(String name, List<String> command, Path log, String readyWhen) throws IOException {
        Process process = ProcessStarts.start(new ProcessBuilder(watched(command)).redirectErrorStream(true));
        ChildProcess child = new ChildProcess(name, process);
        // Not a virtual thread: a read from a pipe pins its carrier thread. On two cores, two silent programs pinned
        // both carriers.
        Thread.ofPlatform().daemon().name(name + "-log").start(() -> child.copyOutput(log, readyWhen));
        process.onExit().thenRun(child::endWatchdog);
        return child;
    }

    private static List<String> watched(List<String> command) {
        return ProcessWatchdog.isPosix() ? ProcessWatchdog.command("TERM", List.of(), command) : command;
    }

    private void copyOutput(Path log, String readyWhen) {
        String last = "nothing";
        try (BufferedReader output = process.inputReader(UTF_8);
                BufferedWriter file = Files.newBufferedWriter(log)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                file.write(line);
                file.newLine();
                file.flush();
                last = line;
                if (line.contains(readyWhen)) {
                    ready.complete(null);
                }
            }
            ready.completeExceptionally(new IOException(
                    "%s ended before it was ready; its log is %s and ends with: %s".formatted(name, log, last)));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    /** Ends the watchdog: after the program has ended, another process may get its process id. */
    private void endWatchdog() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            System.getLogger(ChildProcess.class.getName())
                    .log(System.Logger.Level.WARNING, name + " has ended, but its watchdog can't be stopped", e);
        }
    }

    /** Completes once the program is ready; fails if it ends before. */
    public CompletableFuture<Void> ready() {
        return ready;
    }

    /**
     * Waits until the program is ready.
     *
     * @throws IOException if it ends before, or is not ready within the time-out
     */
    public void awaitReady(Duration timeout) throws IOException, InterruptedException {
        try {
            ready.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException(name + " wasn't ready after " + timeout.toSeconds() + " s", e);
        }
    }

    /** Returns whether the program runs and has reported that it is ready. */
    public boolean isUp() {
        return process.isAlive() && ready.isDone() && !ready.isCompletedExceptionally();
    }

    /** Stops the program and returns once it has ended. After a grace period it is killed. */
    @Override
    public void close() {
        List<ProcessHandle> descendants = process.descendants().toList();
        try {
            process.getOutputStream().close();
            if (!ProcessWatchdog.isPosix()) {
                process.destroy();
            }
            if (process.waitFor(GRACE)) {
                return;
            }
        } catch (IOException e) {
            System.getLogger(ChildProcess.class.getName())
                    .log(System.Logger.Level.WARNING, name + " can't be stopped, so it is killed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
