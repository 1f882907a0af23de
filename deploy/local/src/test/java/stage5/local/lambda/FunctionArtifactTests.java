package stage5.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import stage5.local.BuildDirectory;

class FunctionArtifactTests {

    private static final String LIBRARY =
            "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=";

    @TempDir
    Path directory;

    /**
     * By default concurrent JVMs overwrite each other's library in /tmp, and the JVM that has it loaded ends with
     * SIGBUS.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldUseTheRuntimeClientsLibraryOfTheBuild_whenItIsAJvm() throws Exception {
        FunctionArtifact artifact = FunctionArtifact.unpack(
                zip("lib/application.jar"), directory.resolve("task"), BuildDirectory.file("lambda-runtime"));

        assertThat(artifact.command(512, directory))
                .filteredOn(argument -> argument.startsWith(LIBRARY))
                .singleElement()
                .satisfies(argument -> assertThat(Path.of(argument.substring(LIBRARY.length())))
                        .isRegularFile());
    }

    private Path zip(String entry) throws IOException {
        Path zip = directory.resolve("function.zip");
        try (ZipOutputStream entries = new ZipOutputStream(Files.newOutputStream(zip))) {
            entries.putNextEntry(new ZipEntry(entry));
        }
        return zip;
    }
}
