package stage5.load.report;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A table of the report. Public methods are for the templates.
 *
 * @param rows a value for each column: a number, a text, or null
 */
record DataTable(List<String> columns, List<List<Object>> rows) {

    private static final CsvMapper CSV = new CsvMapper();

    /** A cell of the HTML table. */
    record Cell(String text, boolean number, boolean link) {

        static Cell of(Object value) {
            return switch (value) {
                case null -> new Cell("", false, false);
                case Number number -> new Cell(NumberText.amount(number.doubleValue(), "1"), true, false);
                default -> {
                    String text = value.toString();
                    yield new Cell(text, false, text.matches("https://\\S+"));
                }
            };
        }
    }

    DataTable {
        for (List<Object> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "A row of %d columns has %d values".formatted(columns.size(), row.size()));
            }
        }
    }

    /** Returns the column names for readers. */
    public List<String> headers() {
        return columns.stream().map(column -> column.replace('_', ' ')).toList();
    }

    /** Returns the cells of the HTML table. */
    public List<List<Cell>> cells() {
        return rows.stream().map(row -> row.stream().map(Cell::of).toList()).toList();
    }

    /** Returns the whole table as CSV with a header line. */
    String csv() {
        CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true);
        columns.forEach(schema::addColumn);
        StringWriter out = new StringWriter();
        try (var writer = CSV.writer(schema.build()).writeValues(out)) {
            if (rows.isEmpty()) {
                return String.join(",", columns) + "\n";
            }
            for (List<Object> row : rows) {
                writer.write(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }
}
