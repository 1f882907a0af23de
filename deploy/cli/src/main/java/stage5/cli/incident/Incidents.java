package stage5.cli.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import stage5.stack.Form;
import stage5.stack.Project;
import stage5.stack.StackException;

/** The incidents of a checkout, in the order of their ids. */
public record Incidents(List<Incident> all) {

    private static final String SUFFIX = ".yaml";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .registerModule(new JavaTimeModule())
            .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING);

    /**
     * Returns the incidents in {@code load/incidents}.
     *
     * @throws StackException if a file is invalid
     */
    public static Incidents of(Project project) {
        return in(project.root().resolve("load").resolve("incidents"));
    }

    static Incidents in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return new Incidents(files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .map(Incidents::read)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("The incidents in " + folder + " can't be read", e);
        }
    }

    private static Incident read(Path file) {
        try {
            Incident incident = YAML.readValue(Files.readString(file), Incident.class);
            if (!(incident.id() + SUFFIX).equals(file.getFileName().toString())) {
                throw new StackException("%s states the id %s".formatted(file, incident.id()));
            }
            return incident;
        } catch (JsonProcessingException e) {
            throw new StackException("%s is invalid: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the incident with this id.
     *
     * @throws StackException if there is none
     */
    public Incident require(String id) {
        return all.stream()
                .filter(incident -> incident.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new StackException("There is no incident %s; ./stage5 incident list".formatted(id)));
    }

    /** Returns the incidents of shops in this form. */
    public List<Incident> of(Form form) {
        return all.stream().filter(incident -> incident.form() == form).toList();
    }

    /** Returns the incident that a quiz with this seed is about, for a shop in this form. */
    public Incident draw(Form form, long seed) {
        List<Incident> incidents = of(form);
        return incidents.get(new Random(seed).nextInt(incidents.size()));
    }

    /** Returns the answers that a quiz offers, in an order that the seed determines. */
    public List<Incident.Solution> choices(long seed) {
        List<Incident.Solution> choices =
                new ArrayList<>(all.stream().map(Incident::answer).toList());
        Collections.shuffle(choices, new Random(~seed));
        return choices;
    }

    /** Returns the cause that a reader's word means; empty if it means none. */
    public Optional<String> cause(String word) {
        String normalised = word.strip().toLowerCase(Locale.ROOT).replace(' ', '-');
        return all.stream()
                .map(Incident::answer)
                .filter(answer -> answer.words().contains(normalised))
                .map(Incident.Solution::cause)
                .findFirst();
    }
}
