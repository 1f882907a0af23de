package stage5.load.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;
import stage5.load.generator.Latencies;
import stage5.load.plan.RequestKind;

/**
 * The file {@value #FILE}: latencies in microseconds, in the <a
 * href="https://github.com/HdrHistogram/HdrHistogram#histogram-log-file-format">HdrHistogram log format</a>. A tag
 * names what each histogram measures: {@code arm/round/model/phase/request}, each part URL-encoded.
 */
public final class LatencyLog {

    /** The file's name in a results folder. */
    public static final String FILE = "latencies.hlog";

    /** Scales the column of maxima, which is for human readers, to milliseconds. */
    private static final double MICROS_PER_MILLI = 1000;

    private final Path file;

    /** Creates the file, which must not exist yet. */
    public LatencyLog(Path folder) {
        file = folder.resolve(FILE);
        write(StandardOpenOption.CREATE_NEW, log -> {
            log.outputComment("[Latencies in microseconds. Tags: arm/round/model/phase/request, each URL-encoded]");
            log.outputLogFormatVersion();
            log.outputLegend();
        });
    }

    /**
     * Appends a histogram.
     *
     * @param from when the phase began
     * @param to when the phase ended
     */
    public void add(RequestLatencies row, Instant from, Instant to) {
        Histogram histogram = row.latencies().histogram();
        histogram.setTag(Stream.of(row.arm(), Integer.toString(row.round()), row.model(), row.phase(), row.request())
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8))
                .collect(Collectors.joining("/")));
        write(
                StandardOpenOption.APPEND,
                log -> log.outputIntervalHistogram(
                        from.toEpochMilli(), to.toEpochMilli(), histogram, MICROS_PER_MILLI));
    }

    /** Returns the histograms of a log, and for each phase their sum over all planned requests, {@code all}, first. */
    static List<RequestLatencies> read(InputStream log) {
        Map<String, List<RequestLatencies>> byPhase = new LinkedHashMap<>();
        HistogramLogReader reader = new HistogramLogReader(log);
        for (EncodableHistogram next = reader.nextIntervalHistogram();
                next != null;
                next = reader.nextIntervalHistogram()) {
            RequestLatencies row = row(next);
            byPhase.computeIfAbsent(
                            next.getTag().substring(0, next.getTag().lastIndexOf('/')), phase -> new ArrayList<>())
                    .add(row);
        }
        return byPhase.values().stream()
                .flatMap(rows -> Stream.concat(Stream.of(sum(rows)), rows.stream()))
                .toList();
    }

    private static RequestLatencies row(EncodableHistogram histogram) {
        String[] tag = histogram.getTag().split("/");
        for (int part = 0; part < tag.length; part++) {
            tag[part] = URLDecoder.decode(tag[part], StandardCharsets.UTF_8);
        }
        return new RequestLatencies(
                tag[0], Integer.parseInt(tag[1]), tag[2], tag[3], tag[4], Latencies.of((Histogram) histogram));
    }

    private static RequestLatencies sum(List<RequestLatencies> rows) {
        Latencies all = new Latencies();
        rows.stream()
                .filter(row -> RequestKind.of(row.request()).isPlanned())
                .forEach(row -> all.addAll(row.latencies()));
        RequestLatencies first = rows.getFirst();
        return new RequestLatencies(
                first.arm(), first.round(), first.model(), first.phase(), RequestLatencies.ALL, all);
    }

    private interface Entry {
        void write(HistogramLogWriter log);
    }

    private void write(StandardOpenOption mode, Entry entry) {
        try (PrintStream out = new PrintStream(
                Files.newOutputStream(file, StandardOpenOption.WRITE, mode), false, StandardCharsets.UTF_8)) {
            entry.write(new HistogramLogWriter(out));
            if (out.checkError()) {
                throw new IOException("%s could not be written".formatted(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
