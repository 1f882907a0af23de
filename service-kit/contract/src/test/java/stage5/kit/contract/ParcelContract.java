package stage5.kit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A small contract with a release, which tests modify. */
record ParcelContract(Path folder) {

    static final String EVENT = "schemas/stage5.parcel.sent.v1.json";

    private static final Path ORIGINAL = Path.of("src/test/resources/contract");

    /** Copies the contract and its release 1.0.0 to a service in a folder. */
    static ParcelContract releasedIn(Path folder) {
        ParcelContract contract = new ParcelContract(folder.resolve("parcel-service/contract"));
        copy(contract.folder);
        copy(contract.folder.resolve("released/1.0.0"));
        return contract;
    }

    /** Replaces a text that occurs exactly once in a document. */
    ParcelContract with(String file, String before, String after) {
        try {
            String text = Files.readString(folder.resolve(file));
            assertThat(text).containsOnlyOnce(before);
            Files.writeString(folder.resolve(file), text.replace(before, after));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Contract read() {
        return Contract.in(folder);
    }

    private static void copy(Path target) {
        try (Stream<Path> files = Files.walk(ORIGINAL)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(ORIGINAL.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
