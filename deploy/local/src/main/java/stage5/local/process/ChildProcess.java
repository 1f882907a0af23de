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

/**
 * A program that lives no longer than this JVM, even where the JVM is killed: its {@link ProcessWatchdog} sees to that.
 */
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
     * Returns the started program; its output goes to a log, overwritten.
     *
     * @param readyWhen a piece of the line that the program writes once it answers
     */
    public static ChildProcess start(String name, List<String> command, Path log, String readyWhen) throws IOException {
        Process process =
                new ProcessBuilder(guarded(command)).redirectErrorStream(true).start();
        ChildProcess child = new ChildProcess(name, process);
        // Not a virtual one: a read from a pipe holds the carrier, and two silent programs held both that two cores
        // have.
        Thread.ofPlatform().daemon().name(name + "-log").start(() -> child.copyOutput(log, readyWhen));
        process.onExit().thenRun(child::dismissGuard);
        return child;
    }

    private static List<String> guarded(List<String> command) {
        return ProcessWatchdog.isPosix() ? ProcessWatchdog.command("TERM", List.of(), command) : command;
    }

    private void copyOutput(Path log, String readyWhen) {
        try (BufferedReader output = process.inputReader(UTF_8);
                BufferedWriter file = Files.newBufferedWriter(log)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                file.write(line);
                file.newLine();
                file.flush();
                if (line.contains(readyWhen)) {
                    ready.complete(null);
                }
            }
            ready.completeExceptionally(new IOException(name + " ended before it was ready; its log is " + log));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    /** Lets the guard's watcher go: once the program has ended, its process id may become somebody else's. */
    private void dismissGuard() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            System.getLogger(ChildProcess.class.getName())
                    .log(System.Logger.Level.WARNING, name + " has ended, and its guard can't be told", e);
        }
    }

    /** Returns a future that completes once the program answers, or fails if it ends before. */
    public CompletableFuture<Void> ready() {
        return ready;
    }

    /**
     * Returns once the program answers.
     *
     * @throws IOException if it ends before, or if it takes longer than {@code timeout}
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

    /** Returns whether the program answers, as far as its own output tells. */
    public boolean isUp() {
        return process.isAlive() && ready.isDone() && !ready.isCompletedExceptionally();
    }

    /** Ends the program in good order; returns once it is gone. */
    @Override
    public void close() {
        List<ProcessHandle> family = process.descendants().toList();
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
                    .log(System.Logger.Level.WARNING, name + " can't be told to end, so it is killed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        family.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
