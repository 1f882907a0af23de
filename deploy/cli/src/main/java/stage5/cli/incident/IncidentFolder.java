package stage5.cli.incident;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import stage5.stack.Stack;

/**
 * The state of the last incident between commands. Each file has one writer: the run belongs to the command that started it,
 * the other files to the commands that act on it.
 */
public final class IncidentFolder {

    private static final String RUN = "run.json";
    private static final String ANSWER = "answer.json";
    private static final String STOPPED = "stopped";
    private static final String EXPLAINED = "explained";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Path folder;

    IncidentFolder(Path folder) {
        this.folder = folder;
    }

    /** Returns the folder of a stack. */
    public static IncidentFolder of(Stack stack) {
        return new IncidentFolder(stack.project().state(stack.ports()).path().resolve("incident"));
    }

    /** Stores a new run; forgets the last one. */
    void begin(IncidentRun run) {
        delete(ANSWER);
        delete(STOPPED);
        delete(EXPLAINED);
        update(run);
    }

    /** Replaces the stored run. */
    void update(IncidentRun run) {
        write(RUN, run);
    }

    /** Returns the last run; empty if there was none. */
    public Optional<IncidentRun> run() {
        return read(RUN, IncidentRun.class);
    }

    /** Returns the run that is in progress: neither stopped, nor have its load and its faults ended. */
    Optional<IncidentRun> inProgress(Instant now) {
        return run().filter(run -> !isStopped() && (now.isBefore(run.endsAt()) || now.isBefore(run.faultsEndBy())));
    }

    void stop() {
        write(STOPPED, "");
    }

    boolean isStopped() {
        return Files.exists(folder.resolve(STOPPED));
    }

    void explain() {
        write(EXPLAINED, "");
    }

    boolean isExplained() {
        return Files.exists(folder.resolve(EXPLAINED));
    }

    void answer(SealedAnswer answer) {
        write(ANSWER, answer);
    }

    Optional<SealedAnswer> answer() {
        return read(ANSWER, SealedAnswer.class);
    }

    private <T> Optional<T> read(String name, Class<T> type) {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(folder.resolve(name)), type));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Atomic for readers: they see the old file or the new one. */
    private void write(String name, Object value) {
        try {
            Path draft = Files.createDirectories(folder).resolve(name + ".new");
            Files.write(draft, JSON.writeValueAsBytes(value));
            Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
