package stage5.stack;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The directory in which a stack keeps its state between commands: process ids, logs and keys. */
public record StateDirectory(Path path) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** Returns the file that receives the component's output. */
    public Path log(Component component) {
        return path.resolve("logs").resolve(component.label() + ".log");
    }

    /** Returns the folder for temporary files. */
    Path scratch() {
        return path.resolve("scratch");
    }

    /** Returns the local cloud's own folder. */
    Path cloud() {
        return path.resolve("cloud");
    }

    /** Returns the file with the private keys of user-service's access tokens. The first call creates it. */
    Path keys() {
        secret("keys.json", Map.class, SigningKeyGenerator::random);
        return path.resolve("keys.json");
    }

    /** Returns the administrator account. The first call creates it. */
    public Admin admin() {
        return secret("admin.json", Admin.class, Admin::random);
    }

    /** Returns the state that the last start stored; empty if nothing was started or everything was stopped. */
    public Optional<RunState> read() {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(run()), RunState.class));
        } catch (NoSuchFileException nothingStarted) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StackException("%s cannot be read: %s".formatted(run(), e.getMessage()), e);
        }
    }

    /** Stores the state of a new stack. Returns false, and changes nothing, if a stack runs already. */
    boolean begin(RunState state) {
        return locked(() -> {
            if (read().filter(RunState::isAlive).isPresent()) {
                return false;
            }
            write(state);
            return true;
        });
    }

    /** Changes the stored state under a lock that excludes other commands. Returns false if there is no state. */
    boolean update(UnaryOperator<RunState> change) {
        return locked(() -> {
            Optional<RunState> changed = read().map(change);
            changed.ifPresent(this::write);
            return changed.isPresent();
        });
    }

    /** Deletes the stored processes; logs and keys stay. */
    void forget() {
        locked(() -> delete(run()));
    }

    /** Creates the folders and deletes the logs of an earlier stack. */
    void prepare() {
        try {
            Files.createDirectories(cloud());
            Files.createDirectories(path.resolve("logs"));
            for (Component component : Component.values()) {
                Files.deleteIfExists(log(component));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the value in a file that only its owner can read. {@code first} creates the value if there is no file.
     */
    private <T> T secret(String name, Class<T> type, Supplier<? extends T> first) {
        Path file = path.resolve(name);
        try {
            if (Files.exists(file)) {
                return JSON.readValue(Files.readAllBytes(file), type);
            }
            T value = first.get();
            Files.createDirectories(path);
            Path draft = privateFile(name);
            Files.write(draft, JSON.writeValueAsBytes(value));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read or create the secret " + file, e);
        }
    }

    private Path privateFile(String name) throws IOException {
        Path draft = path.resolve(name + ".new");
        Files.deleteIfExists(draft);
        return Files.getFileStore(path).supportsFileAttributeView("posix")
                ? Files.createFile(
                        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createFile(draft);
    }

    private Path run() {
        return path.resolve("run.json");
    }

    /** Atomic for readers: they see the old file or the new one. */
    private void write(RunState state) {
        try {
            Path draft = path.resolve("run.json.new");
            Files.write(draft, JSON.writeValueAsBytes(state));
            Files.move(draft, run(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean delete(Path file) {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean locked(BooleanSupplier change) {
        synchronized (StateDirectory.class) { // a file lock excludes other processes, but not other threads
            try (FileChannel file = FileChannel.open(
                            Files.createDirectories(path).resolve("run.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                return lock.isValid() && change.getAsBoolean();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
