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

/** Where a stack keeps its state between two commands: which processes it has, their logs, its keys. */
public record StateDirectory(Path path) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** Returns where the component's output goes. */
    public Path log(Component component) {
        return path.resolve("logs").resolve(component.label() + ".log");
    }

    /** Returns the folder for what is of use for a while only. */
    Path scratch() {
        return path.resolve("scratch");
    }

    /** Returns the folder that the local cloud may use as it likes. */
    Path cloud() {
        return path.resolve("cloud");
    }

    /** Returns the file with the private keys that user-service signs access tokens with, made at the first call. */
    Path keys() {
        secret("keys.json", Map.class, SigningKeyGenerator::random);
        return path.resolve("keys.json");
    }

    /** Returns the account that may change the catalogue, made at the first call. */
    public Admin admin() {
        return secret("admin.json", Admin.class, Admin::random);
    }

    /** Returns what the last {@code up} left, empty if nothing was started or all was taken down. */
    public Optional<RunState> read() {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(run()), RunState.class));
        } catch (NoSuchFileException nothingStarted) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StackException("%s can't be read: %s".formatted(run(), e.getMessage()), e);
        }
    }

    /** Remembers the start of a stack, unless one lives here; then returns false. */
    boolean begin(RunState state) {
        return locked(() -> {
            if (read().filter(RunState::isAlive).isPresent()) {
                return false;
            }
            write(state);
            return true;
        });
    }

    /** Changes what is remembered, against other commands that may do so at the same moment; false if it is gone. */
    boolean update(UnaryOperator<RunState> change) {
        return locked(() -> {
            Optional<RunState> changed = read().map(change);
            changed.ifPresent(this::write);
            return changed.isPresent();
        });
    }

    /** Forgets the processes; logs and keys stay. */
    void forget() {
        locked(() -> delete(run()));
    }

    /** Makes the folders, and the logs of an earlier stack go. */
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

    /** Returns the value in a file that only its owner can read, made by {@code first} where there is none yet. */
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
            throw new UncheckedIOException("No secret in " + file, e);
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

    /** A reader sees the old file or the new one, never half of either. */
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
        synchronized (StateDirectory.class) { // a file lock keeps out other processes, not other threads
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
