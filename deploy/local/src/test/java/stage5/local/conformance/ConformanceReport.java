package stage5.local.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of all cases that have run, with their outcomes. */
final class ConformanceReport {

    private static final int SHOWN = 400;

    private final List<Row> rows = new ArrayList<>();

    enum CaseOutcome {
        /** As on AWS. */
        PASS,
        /** Not as on AWS, as the case states. */
        DEVIATES,
        /** Not as on AWS, or the other way round: the case states a deviation and there is none. */
        FAIL,
        /** The target can't run the case. */
        SKIPPED
    }

    private record Row(ConformanceCase test, Protocol protocol, CaseOutcome outcome, String reason) {

        String markdown() {
            return "| %s | %s | %s | %s | %s |"
                    .formatted(
                            test.service(),
                            protocol.label(),
                            cell(test.name()),
                            outcome.name().toLowerCase(Locale.ROOT),
                            cell(reason));
        }

        private static String cell(String text) {
            String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
            return shown.replace("|", "\\|").replaceAll("\\s+", " ");
        }
    }

    /** @param reason why the case deviates, fails or is skipped; empty for a pass */
    void add(ConformanceCase test, Protocol protocol, CaseOutcome outcome, String reason) {
        rows.add(new Row(test, protocol, outcome, reason));
    }

    /** Returns the number of runs by outcome, as text. */
    String summary() {
        Map<CaseOutcome, Integer> counts = new EnumMap<>(CaseOutcome.class);
        rows.forEach(row -> counts.merge(row.outcome(), 1, Integer::sum));
        return "%d cases, %d runs: %d pass, %d deviate, %d fail, %d skipped"
                .formatted(
                        rows.stream().map(Row::test).distinct().count(),
                        rows.size(),
                        counts.getOrDefault(CaseOutcome.PASS, 0),
                        counts.getOrDefault(CaseOutcome.DEVIATES, 0),
                        counts.getOrDefault(CaseOutcome.FAIL, 0),
                        counts.getOrDefault(CaseOutcome.SKIPPED, 0));
    }

    /** Writes the table as Markdown. */
    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder("# Conformance\n\n")
                .append(summary())
                .append("\n\n| service | protocol | case | outcome | reason |\n|---|---|---|---|---|\n");
        rows.forEach(row -> text.append(row.markdown()).append('\n'));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, UTF_8);
    }
}
