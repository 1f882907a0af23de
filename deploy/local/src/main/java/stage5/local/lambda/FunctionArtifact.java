package stage5.local.lambda;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import stage5.local.process.ProcessStarts;

/**
 * An unpacked {@code function.zip}. With a {@code bootstrap} it contains its own runtime (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-provided.html">provided.al2023</a>). Otherwise AWS's Java
 * runtime client runs it, as in the managed runtime java25.
 */
public final class FunctionArtifact {

    private static final String BOOTSTRAP = "bootstrap";

    /** The handler of Quarkus' zips in the managed runtime. */
    private static final String JVM_HANDLER = "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest";

    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    /**
     * The property with the path of the client's native library. By default each JVM unpacks it to the same file in
     * {@code /tmp}, even while another JVM has it loaded.
     */
    private static final String CLIENT_LIBRARY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private final Path directory;
    private final Path runtimeClient;

    private FunctionArtifact(Path directory, Path runtimeClient) {
        this.directory = directory;
        this.runtimeClient = runtimeClient;
    }

    /**
     * Unpacks the artifact.
     *
     * @param directory the target directory, created here; files of an earlier artifact in it are ignored
     * @param runtimeClient the folder with AWS's runtime client
     * @throws IOException if the zip can't be read, the directory can't be written, or the file is not a zip
     */
    static FunctionArtifact unpack(Path zip, Path directory, Path runtimeClient) throws IOException {
        int entries = 0;
        try (ZipInputStream files = new ZipInputStream(new BufferedInputStream(Files.newInputStream(zip)))) {
            for (ZipEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
                entries++;
                unpack(entry, files, directory);
            }
        }
        if (entries == 0) {
            throw new IOException(zip + " is not a zip file, or is empty");
        }
        return new FunctionArtifact(directory, runtimeClient);
    }

    private static void unpack(ZipEntry entry, InputStream content, Path directory) throws IOException {
        Path target = directory.resolve(entry.getName()).normalize();
        if (!target.startsWith(directory)) {
            throw new IOException(entry.getName() + " would be unpacked outside the target directory");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (!entry.getName().equals(BOOTSTRAP)) {
            Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        ProcessStarts.write(() -> Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING));
        if (!target.toFile().setExecutable(true)) {
            throw new IOException(target + " can't be made executable");
        }
    }

    Path directory() {
        return directory;
    }

    /** Returns whether the artifact contains its own runtime. */
    public boolean isNative() {
        return Files.exists(directory.resolve(BOOTSTRAP));
    }

    /**
     * Returns the runtime's command line. On Lambda each environment has its own {@code /tmp}. Here a system property,
     * which JVMs and native executables accept, sets the directory.
     */
    List<String> command(int memoryMiB, Path temporary) {
        String temporaryProperty = "-Djava.io.tmpdir=" + temporary;
        if (isNative()) {
            return List.of(directory.resolve(BOOTSTRAP).toString(), temporaryProperty);
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // The heap must follow the function's memory size, not this machine's control groups.
                "-XX:-UseContainerSupport",
                "-XX:MaxHeapSize=" + heapKiB(memoryMiB) + "k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                temporaryProperty,
                "-D" + CLIENT_LIBRARY + "=" + clientLibrary(),
                "-cp",
                String.join(":", directory.toString(), directory + "/lib/*", runtimeClient + "/*"),
                CLIENT,
                JVM_HANDLER);
    }

    private Path clientLibrary() {
        String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        return runtimeClient.resolve("jni").resolve("libaws-lambda-jni.linux-" + processor + ".so");
    }

    /**
     * Returns the heap size of the managed Java runtimes: 85 % of the function's memory, as read from a function's own
     * JVM.
     */
    private static long heapKiB(int memoryMiB) {
        return memoryMiB * 1024L * 85 / 100;
    }

    /**
     * Returns the variables that describe the runtime (<a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">defined runtime environment
     * variables</a>).
     */
    Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>();
        variables.put("LAMBDA_TASK_ROOT", directory.toString());
        variables.put("LAMBDA_RUNTIME_DIR", runtimeClient.toString());
        variables.put("_HANDLER", isNative() ? BOOTSTRAP : JVM_HANDLER);
        if (!isNative()) {
            variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
        }
        return variables;
    }

    /** Returns the variables defined by Lambda that a function may set itself. */
    Map<String, String> unreservedEnvironment() {
        return Map.of(
                "LANG",
                "en_US.UTF-8",
                "LD_LIBRARY_PATH",
                String.join(
                        ":",
                        "/lib64",
                        "/usr/lib64",
                        runtimeClient.toString(),
                        runtimeClient + "/lib",
                        directory.toString(),
                        directory + "/lib",
                        "/opt/lib"),
                "AWS_XRAY_CONTEXT_MISSING",
                "LOG_ERROR",
                "AWS_XRAY_DAEMON_ADDRESS",
                "127.0.0.1:2000");
    }
}
