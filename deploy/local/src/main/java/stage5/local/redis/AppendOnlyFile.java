package stage5.local.redis;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file to which Redis appends each write. Its recent sizes are kept, so that the writes of the last second can be cut
 * off. Redis drops an incomplete command at the end of the file. Thread-safe.
 *
 * @see <a href="https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/">Redis persistence</a>
 */
final class AppendOnlyFile {

    private static final long KEPT_NANOS = Duration.ofSeconds(5).toNanos();

    private final Path directory;
    private final Deque<Size> sizes = new ArrayDeque<>();

    private record Size(Path file, long nanos, long bytes) {}

    /** @param directory Redis' working directory */
    AppendOnlyFile(Path directory) {
        this.directory = directory;
    }

    /** Records the current size. */
    synchronized void sample() throws IOException {
        long now = System.nanoTime();
        Optional<Path> file = newest();
        if (file.isPresent()) {
            sizes.addLast(new Size(file.get(), now, Files.size(file.get())));
        }
        while (!sizes.isEmpty() && now - sizes.getFirst().nanos() > KEPT_NANOS) {
            sizes.removeFirst();
        }
    }

    /**
     * Cuts off what was written after this time ago, and returns the number of bytes. Cuts off nothing if no size is known
     * from then or if the file was rewritten since. Redis must not run.
     */
    synchronized long cutOff(Duration time) throws IOException {
        long then = System.nanoTime() - time.toNanos();
        Optional<Path> file = newest();
        Optional<Size> size =
                sizes.stream().filter(sample -> sample.nanos() <= then).reduce((a, b) -> b);
        sizes.clear();
        if (file.isEmpty() || size.isEmpty() || !size.get().file().equals(file.get())) {
            return 0;
        }
        try (FileChannel channel = FileChannel.open(file.get(), StandardOpenOption.WRITE)) {
            long before = channel.size();
            channel.truncate(size.get().bytes());
            return before - channel.size();
        }
    }

    /** Deletes all writes and returns the number of bytes. Redis must not run. */
    synchronized long delete() throws IOException {
        sizes.clear();
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
            Files.delete(file);
        }
        return bytes;
    }

    private List<Path> files() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path folder : List.of(directory, directory.resolve("appendonlydir"))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.filter(file -> file.getFileName().toString().startsWith("appendonly.aof"))
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    /** Redis 7 and later keep several files in a subdirectory; the newest one takes the writes. */
    private Optional<Path> newest() throws IOException {
        return files().stream()
                .filter(file -> file.toString().endsWith(".aof"))
                .max(Comparator.comparing(AppendOnlyFile::time));
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException deleted) {
            return FileTime.fromMillis(0);
        }
    }
}
