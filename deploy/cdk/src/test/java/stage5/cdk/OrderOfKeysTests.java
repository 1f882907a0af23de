package stage5.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two syntheses of the same code have the same templates, byte by byte. Otherwise a template has another hash, so that a release
 * can't be compared with its source.
 */
class OrderOfKeysTests {

    /** The iteration order of {@code Map.of} differs from one JVM to the next: <a
     * href="https://docs.oracle.com/en/java/javase/25/docs/api/java.base/java/util/Map.html#unmodifiable">unmodifiable maps</a>. */
    @Test
    void shouldBeSorted_whenAMapHasSeveralKeys() throws Exception {
        Path classes = Path.of(Synthesis.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> unsorted = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes.resolve("stage5").resolve("cdk"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                unsorted.addAll(unsortedMaps(ClassFile.of().parse(file)));
            }
        }

        assertThat(unsorted).as("Wrap Map.of in a TreeMap").isEmpty();
    }

    private static List<String> unsortedMaps(ClassModel type) {
        List<String> found = new ArrayList<>();
        type.methods().forEach(method -> method.code().ifPresent(code -> {
            boolean open = false;
            for (CodeElement element : code) {
                if (element instanceof Instruction instruction) {
                    if (open && !isSorting(instruction)) {
                        found.add(type.thisClass().asInternalName() + "."
                                + method.methodName().stringValue());
                    }
                    open = isUnsorted(instruction);
                }
            }
        }));
        return found;
    }

    private static boolean isUnsorted(Instruction instruction) {
        return instruction instanceof InvokeInstruction call
                && call.owner().asInternalName().equals("java/util/Map")
                && (call.name().equalsString("ofEntries")
                        || call.name().equalsString("of") && call.typeSymbol().parameterCount() > 2);
    }

    private static boolean isSorting(Instruction instruction) {
        return instruction instanceof InvokeInstruction call
                && call.owner().asInternalName().equals("java/util/TreeMap");
    }

    /** Each JVM has an order of its own, so that a second one is needed. */
    @Test
    @Tag("nightly")
    void shouldBeTheSameBytes_whenTwoJvmsSynthesise(@TempDir Path folder) throws Exception {
        Templates.all();
        int status = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Synthesis.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(new File("target", "second-synthesis.txt"))
                .start()
                .waitFor();

        assertThat(status).isZero();
        assertThat(templates(folder)).isNotEmpty();
        // An earlier build may have left templates of stacks that don't exist any more.
        assertThat(templates(Templates.OUTPUT)).containsAllEntriesOf(templates(folder));
    }

    private static SortedMap<String, String> templates(Path folder) throws IOException {
        SortedMap<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".template.json"))
                    .toList()) {
                all.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return all;
    }
}
