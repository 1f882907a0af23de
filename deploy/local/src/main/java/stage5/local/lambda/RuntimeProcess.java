package stage5.local.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import stage5.local.Directories;
import stage5.local.process.Posix;
import stage5.local.process.ProcessStarts;
import stage5.local.process.ProcessWatchdog;

/** The process of an execution environment: a native {@code bootstrap}, or a JVM. */
final class RuntimeProcess {

    private static final Duration THREAD_DUMP_GRACE = Duration.ofMillis(500);

    private final Process process;
    private final Path temporary;
    private final ControlGroups.Group group;

    private RuntimeProcess(Process process, Path temporary, ControlGroups.Group group) {
        this.process = process;
        this.temporary = temporary;
        this.group = group;
    }

    /**
     * Starts the process. Its environment contains only the given variables and PATH.
     *
     * @param temporary its temporary directory, created here and removed when the process has ended
     * @param log the process's output is appended to this file
     */
    static RuntimeProcess start(
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Path temporary,
            Path log,
            ControlGroups.Group group)
            throws IOException {
        Files.createDirectories(temporary);
        ProcessBuilder builder = new ProcessBuilder(ProcessWatchdog.command("KILL", group.procs(), command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().putAll(environment);
        return new RuntimeProcess(ProcessStarts.start(builder), temporary, group);
    }

    /**
     * Completes with the exit status once the process has ended and its files are removed; fails if they can't be
     * removed.
     */
    CompletableFuture<Integer> ended() {
        return process.onExit().thenApply(ended -> {
            cleanUp();
            return ended.exitValue();
        });
    }

    private void cleanUp() {
        try {
            process.getOutputStream().close(); // ends the watchdog
            Directories.delete(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            group.remove();
        }
    }

    /** Freezes the process with all its threads, until {@link #thaw}. */
    void freeze() {
        Posix.stop(process.pid());
    }

    void thaw() {
        Posix.resume(process.pid());
    }

    /** Requests a thread dump and kills the process shortly after. A JVM's log then shows why the invocation hung. */
    void killAfterThreadDump() {
        Posix.quit(process.pid());
        CompletableFuture.delayedExecutor(THREAD_DUMP_GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(this::kill);
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Returns the peak resident memory in MiB; empty if the kernel does not report it. */
    OptionalInt peakMemoryMiB() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToInt(line -> (Integer.parseInt(line.replaceAll("\\D", "")) + 1023) / 1024)
                    .findFirst();
        } catch (IOException | UncheckedIOException unavailable) {
            return OptionalInt.empty();
        }
    }
}
