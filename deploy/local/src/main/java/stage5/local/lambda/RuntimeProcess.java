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
import stage5.local.process.ProcessWatchdog;
import stage5.local.process.Posix;

/** The process in an environment: a native {@code bootstrap}, or a JVM. */
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
     * Returns the started process, which has no other variables than those given, and a PATH.
     *
     * @param temporary a directory of its own, made here and removed at its end
     * @param log what it writes is appended to this file
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
        return new RuntimeProcess(builder.start(), temporary, group);
    }

    /** Returns its exit status once it has ended and nothing of it is left. */
    CompletableFuture<Integer> ended() {
        return process.onExit().thenApply(ended -> {
            cleanUp();
            return ended.exitValue();
        });
    }

    private void cleanUp() {
        try {
            process.getOutputStream().close(); // the guard's watcher goes, too
            Directories.delete(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            group.remove();
        }
    }

    /** Stops it in its tracks, with all its threads, until it is {@linkplain #thaw() thawed}. */
    void freeze() {
        Posix.stop(process.pid());
    }

    void thaw() {
        Posix.resume(process.pid());
    }

    /**
     * Ends it a moment after it was asked what its threads are at: a JVM's log then tells why an invocation hung, which
     * nobody could find out from what is left.
     */
    void killAfterThreadDump() {
        Posix.quit(process.pid());
        CompletableFuture.delayedExecutor(THREAD_DUMP_GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(this::kill);
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Returns the most MiB that it has ever held resident; empty where the kernel doesn't tell. */
    OptionalInt peakMemoryMiB() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToInt(line -> (Integer.parseInt(line.replaceAll("\\D", "")) + 1023) / 1024)
                    .findFirst();
        } catch (IOException | UncheckedIOException gone) {
            return OptionalInt.empty();
        }
    }
}
