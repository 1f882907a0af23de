package stage5.release.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A copy of the services' contracts that tests can change. */
record CopiedContracts(Path root) {

    static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();
    static final List<String> SERVICES =
            List.of("catalog-service", "order-service", "user-service", "notification-worker", "gateway");

    static CopiedContracts in(Path root) {
        SERVICES.forEach(service -> copy(PROJECT.resolve(service).resolve("contract"), contract(root, service)));
        return new CopiedContracts(root);
    }

    /** Releases the service's contract at another version, as a copy of 1.0.0. */
    CopiedContracts release(String service, String version) {
        Path released = contract(root, service).resolve("released");
        copy(released.resolve("1.0.0"), released.resolve(version));
        for (String document : List.of("openapi.yaml", "asyncapi.yaml")) {
            if (Files.exists(released.resolve(version).resolve(document))) {
                change(service, "released/" + version + "/" + document, "version: 1.0.0", "version: " + version);
            }
        }
        return this;
    }

    /** Replaces a text that occurs exactly once in the document. */
    CopiedContracts change(String service, String file, String before, String after) {
        Path path = contract(root, service).resolve(file);
        try {
            String text = Files.readString(path);
            assertThat(text).as(file).containsOnlyOnce(before);
            Files.writeString(path, text.replace(before, after));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CopiedContracts remove(String service, String file) {
        try {
            Files.delete(contract(root, service).resolve(file));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path contract(Path root, String service) {
        return root.resolve(service).resolve("contract");
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file));
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
