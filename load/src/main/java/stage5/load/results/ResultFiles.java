package stage5.load.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The data files of a results folder. A comparison writes them plain, so that an interrupted one leaves complete rows,
 * and compresses them at its end.
 */
public final class ResultFiles {

    private static final String GZIP = ".gz";

    private ResultFiles() {}

    /** Returns the file of that name in the folder, plain or compressed; empty if neither exists. */
    public static Optional<Path> find(Path folder, String name) {
        return Stream.of(folder.resolve(name), folder.resolve(name + GZIP))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Returns the content of a file that {@link #find} returned, uncompressed. */
    static InputStream open(Path file) throws IOException {
        InputStream content = Files.newInputStream(file);
        return file.toString().endsWith(GZIP) ? new GZIPInputStream(content) : content;
    }

    /** Replaces a file by a compressed one. */
    public static void compress(Path file) throws IOException {
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(file.resolveSibling(file.getFileName() + GZIP)))) {
            Files.copy(file, out);
        }
        Files.delete(file);
    }

    /** Writes a compressed text file. */
    public static void writeCompressed(Path file, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
