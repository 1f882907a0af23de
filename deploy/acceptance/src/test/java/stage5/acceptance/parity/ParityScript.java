package stage5.acceptance.parity;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import stage5.acceptance.YamlResources;

/** The steps of the script, in the order of their replay. */
record ParityScript(List<ScriptStep> steps) {

    private static final List<String> FILES = List.of("accounts", "catalogue", "orders", "bad-input", "batches");

    /** Reads the steps of all files from the class path. */
    static ParityScript load() {
        return new ParityScript(
                FILES.stream().flatMap(file -> read(file).stream()).toList());
    }

    private static List<ScriptStep> read(String file) {
        return YamlResources.read(ParityScript.class, file + ".yaml", new TypeReference<>() {});
    }
}
