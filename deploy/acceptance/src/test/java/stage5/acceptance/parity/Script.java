package stage5.acceptance.parity;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;

/** The recorded steps, in the order in which they are replayed. */
record Script(List<Step> steps) {

    private static final List<String> FILES = List.of("accounts", "catalogue", "orders", "bad-input", "batches");

    /** Returns the steps of all the files, read from the class path. */
    static Script load() {
        return new Script(FILES.stream().flatMap(file -> read(file).stream()).toList());
    }

    private static List<Step> read(String file) {
        return Yaml.read(file + ".yaml", new TypeReference<>() {});
    }
}
