package stage5.load.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A CSV file with a header line (<a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>) that grows row by row.
 *
 * @param <T> the type of a row; its JSON properties are the columns
 */
public final class CsvFile<T> {

    private static final CsvMapper CSV = CsvMapper.csvBuilder()
            .enable(CsvParser.Feature.EMPTY_STRING_AS_NULL)
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .build();

    private final Path file;
    private final ObjectWriter rows;

    /** Creates the file with its header line; it must not exist yet. */
    public CsvFile(Path file, Class<T> row) {
        this.file = file;
        CsvSchema columns = CSV.schemaFor(row);
        this.rows = CSV.writer(columns);
        write(StandardOpenOption.CREATE_NEW, String.join(",", columns.getColumnNames()) + "\n");
    }

    /** Appends a row. */
    public void add(T row) {
        try {
            write(StandardOpenOption.APPEND, rows.writeValueAsString(row));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends rows by one write. */
    public void addAll(List<T> added) {
        StringBuilder text = new StringBuilder();
        try {
            for (T row : added) {
                text.append(rows.writeValueAsString(row));
            }
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        write(StandardOpenOption.APPEND, text.toString());
    }

    /** Returns all rows of a file. */
    public static <T> List<T> read(Path file, Class<T> row) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return read(content, row);
        }
    }

    /** Returns all rows of a file's content. Columns are read by name; unknown ones are the row type's to refuse. */
    static <T> List<T> read(InputStream content, Class<T> row) throws IOException {
        try (MappingIterator<T> rows =
                CSV.readerFor(row).with(CsvSchema.emptySchema().withHeader()).readValues(content)) {
            return rows.readAll();
        }
    }

    private void write(StandardOpenOption mode, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.WRITE, mode);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
