package stage5.local.lambda;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The log of the functions of one artifact: a file to which their processes and Lambda append. */
record FunctionLog(Path file) {

    private static final System.Logger LOG = System.getLogger(FunctionLog.class.getName());

    /**
     * The most bytes of a log tail: 4 KB.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_ResponseSyntax">LogResult</a>
     */
    private static final int MAX_TAIL = 4 * 1024;

    /** Appends the line. A failure is logged and does not affect the invocation. */
    void append(String line) {
        try {
            Files.writeString(
                    file, line + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.log(WARNING, "The log " + file + " can't be written", e);
        }
    }

    /** Returns the current size in bytes. */
    long size() {
        return file.toFile().length(); // 0 if there is no file
    }

    /** Returns what was appended since the log had the given size, at most the last 4 KB of it. */
    byte[] tail(long from) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(from, log.length() - MAX_TAIL);
            byte[] tail = new byte[(int) Math.max(0, log.length() - start)];
            log.seek(start);
            log.readFully(tail);
            return tail;
        } catch (IOException e) {
            return ("The log can't be read: " + e.getMessage()).getBytes(UTF_8);
        }
    }
}
