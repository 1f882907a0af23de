package stage5.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads a log file while another process writes it. */
public final class LogFile {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final Path path;

    public LogFile(Path path) {
        this.path = path;
    }

    /** Returns at most {@code count} of the last lines that fulfil the condition; empty if there is no file. */
    public List<String> last(int count, Predicate<String> condition) throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        Deque<String> last = new ArrayDeque<>();
        try (Stream<String> lines = Files.lines(path, StandardCharsets.UTF_8)) {
            lines.filter(condition).forEach(line -> {
                last.addLast(line);
                if (last.size() > count) {
                    last.removeFirst();
                }
            });
        }
        return List.copyOf(last);
    }

    /** Passes each new line to the reader until interrupted. Starts over if the file is truncated. */
    public void follow(Consumer<String> reader) throws IOException, InterruptedException {
        long position = Files.exists(path) ? Files.size(path) : 0;
        ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
        while (true) {
            long size = Files.exists(path) ? Files.size(path) : 0;
            if (size < position) {
                position = 0;
                unfinished.reset();
            }
            if (size > position) {
                position += read(position, size, unfinished, reader);
            } else {
                Thread.sleep(POLL_INTERVAL);
            }
        }
    }

    private long read(long from, long to, ByteArrayOutputStream unfinished, Consumer<String> reader)
            throws IOException {
        byte[] bytes = new byte[(int) Math.min(to - from, 1 << 16)];
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(from);
            file.readFully(bytes);
        }
        for (byte b : bytes) {
            if (b == '\n') {
                reader.accept(unfinished.toString(StandardCharsets.UTF_8));
                unfinished.reset();
            } else {
                unfinished.write(b);
            }
        }
        return bytes.length;
    }
}
