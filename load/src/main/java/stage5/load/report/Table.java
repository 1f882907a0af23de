package stage5.load.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures behind a chart.
 *
 * @param id a file name without its ending
 * @param rows each with a value for each column: a number, a text, or null
 */
record Table(String id, List<String> columns, List<List<Object>> rows) {

    private static final JsonMapper JSON = new JsonMapper();

    Table {
        for (List<Object> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("A row of %s has %d values".formatted(id, row.size()));
            }
        }
    }

    String csv() {
        CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true);
        columns.forEach(schema::addColumn);
        StringWriter out = new StringWriter();
        try (var writer = new CsvMapper().writer(schema.build()).writeValues(out)) {
            for (Map<String, Object> row : maps()) {
                writer.write(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing is written but memory", e);
        }
        return rows.isEmpty() ? String.join(",", columns) + "\n" : out.toString();
    }

    String json() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(maps()) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Numbers and texts have a form in JSON", e);
        }
    }

    private List<Map<String, Object>> maps() {
        return rows.stream()
                .map(row -> {
                    Map<String, Object> map = new LinkedHashMap<>();
                    for (int i = 0; i < columns.size(); i++) {
                        map.put(columns.get(i), row.get(i));
                    }
                    return map;
                })
                .toList();
    }
}
