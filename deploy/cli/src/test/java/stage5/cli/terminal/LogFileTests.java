package stage5.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTests {

    @TempDir
    Path folder;

    @Test
    void shouldReturnTheLastLines() throws Exception {
        Path file = Files.writeString(folder.resolve("a.log"), "one\ntwo\nthree\n");

        assertThat(new LogFile(file).last(2, line -> true)).containsExactly("two", "three");
        assertThat(new LogFile(file).last(10, line -> !line.equals("two"))).containsExactly("one", "three");
    }

    @Test
    void shouldReturnNothing_whenThereIsNoLog() throws Exception {
        assertThat(new LogFile(folder.resolve("none.log")).last(5, line -> true))
                .isEmpty();
    }

    @Test
    void shouldPassOnWholeLines_whenTheyAreAppended() throws Exception {
        Path file = Files.writeString(folder.resolve("a.log"), "old\n");
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread reader = follow(file, lines);
        try {
            awaitFollowing(file, lines);
            Files.writeString(file, "first\nsec", StandardOpenOption.APPEND);
            assertThat(lines.poll(5, TimeUnit.SECONDS)).isEqualTo("first");
            Files.writeString(file, "ond\n", StandardOpenOption.APPEND);
            assertThat(lines.poll(5, TimeUnit.SECONDS)).isEqualTo("second");
        } finally {
            reader.interrupt();
            reader.join();
        }
    }

    @Test
    void shouldStartOver_whenTheLogIsTruncated() throws Exception {
        Path file = Files.writeString(folder.resolve("a.log"), "a long line of an earlier run\n");
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread reader = follow(file, lines);
        try {
            awaitFollowing(file, lines);
            Files.writeString(file, "new\n");
            assertThat(lines.poll(5, TimeUnit.SECONDS)).isEqualTo("new");
        } finally {
            reader.interrupt();
            reader.join();
        }
    }

    /** Appends lines until the reader returns one, which proves that it follows the file. */
    private static void awaitFollowing(Path file, BlockingQueue<String> lines) throws Exception {
        String line;
        do {
            Files.writeString(file, "hello\n", StandardOpenOption.APPEND);
            line = lines.poll(300, TimeUnit.MILLISECONDS);
        } while (line == null);
        while (line != null) {
            line = lines.poll(500, TimeUnit.MILLISECONDS);
        }
    }

    private static Thread follow(Path file, BlockingQueue<String> lines) {
        return Thread.ofPlatform().start(() -> {
            try {
                new LogFile(file).follow(lines::add);
            } catch (InterruptedException endOfTest) {
                Thread.currentThread().interrupt();
            } catch (java.io.IOException e) {
                lines.add(e.toString());
            }
        });
    }
}
