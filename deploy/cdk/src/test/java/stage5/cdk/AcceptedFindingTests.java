package stage5.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AcceptedFindingTests {

    /** So that a reader finds every exception, with its reason, in one file per tool. */
    @Test
    void shouldBeTheOnlyPlace_whenFindingsAreSuppressed() throws IOException {
        assertThat(filesWith("NagSuppressions.", "NagPackSuppression")).containsExactly("AcceptedFinding.java");
        assertThat(filesWith("Acknowledgment", "acknowledgeWarning")).containsExactly("AcknowledgedWarning.java");
    }

    private static List<String> filesWith(String... texts) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> Stream.of(texts).anyMatch(read(file)::contains))
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
