package stage5.load.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A file of comma-separated values that grows line by line (<a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>). */
final class CsvFile {

    private final Path file;

    /** Makes the file with its first line. */
    CsvFile(Path file, String... columns) {
        this.file = file;
        try {
            Files.writeString(file, line((Object[]) columns), StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(Object... values) {
        try {
            Files.writeString(file, line(values), StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Object... values) {
        return Arrays.stream(values).map(CsvFile::field).collect(Collectors.joining(",", "", "\n"));
    }

    private static String field(Object value) {
        String text = value == null ? "" : value.toString();
        return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
