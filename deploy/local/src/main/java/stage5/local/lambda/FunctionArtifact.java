package stage5.local.lambda;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * An unpacked {@code function.zip}. One with a {@code bootstrap} brings its own runtime (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-provided.html">provided.al2023</a>); any other is run by
 * AWS's own Java runtime client, as the managed runtime java25 does it.
 */
public final class FunctionArtifact {

    private static final String BOOTSTRAP = "bootstrap";

    /** What Quarkus' zips name as their handler in the managed runtime. */
    private static final String JVM_HANDLER = "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest";

    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    /** Names the client's library, which it else writes to one file in {@code /tmp} even while another JVM has it loaded. */
    private static final String CLIENT_LIBRARY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private final Path directory;
    private final Path runtimeClient;

    private FunctionArtifact(Path directory, Path runtimeClient) {
        this.directory = directory;
        this.runtimeClient = runtimeClient;
    }

    /**
     * Returns the artifact, unpacked.
     *
     * @param directory is made for it; what an earlier artifact left there is not looked at again
     * @param runtimeClient the folder with AWS's runtime client
     * @throws IOException if it can't be read or written, or if it is no zip
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
            throw new IOException(zip + " is no zip, or an empty one");
        }
        return new FunctionArtifact(directory, runtimeClient);
    }

    private static void unpack(ZipEntry entry, InputStream content, Path directory) throws IOException {
        Path target = directory.resolve(entry.getName()).normalize();
        if (!target.startsWith(directory)) {
            throw new IOException(entry.getName() + " leads out of the zip");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
        if (entry.getName().equals(BOOTSTRAP) && !target.toFile().setExecutable(true)) {
            throw new IOException(target + " can't be made executable");
        }
    }

    Path directory() {
        return directory;
    }

    /** Returns whether it brings its own runtime. */
    public boolean isNative() {
        return Files.exists(directory.resolve(BOOTSTRAP));
    }

    /**
     * Returns the runtime's command line. On Lambda each environment has a {@code /tmp} of its own; here the property
     * stands in for that, which both a JVM and a native executable take.
     */
    List<String> command(int memoryMiB, Path temporary) {
        String ownTemporary = "-Djava.io.tmpdir=" + temporary;
        if (isNative()) {
            return List.of(directory.resolve(BOOTSTRAP).toString(), ownTemporary);
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // What a function's memory does not decide must not be read from this machine's control groups.
                "-XX:-UseContainerSupport",
                "-XX:MaxHeapSize=" + heapKiB(memoryMiB) + "k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                ownTemporary,
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

    /** The managed Java runtimes' heap is 85 % of the function's memory, as a function can read from its own JVM. */
    private static long heapKiB(int memoryMiB) {
        return memoryMiB * 1024L * 85 / 100;
    }

    /**
     * Returns the variables that say which runtime it is (<a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">defined runtime environment
     * variables</a>).
     */
    Map<String, String> environment() {
        return isNative()
                ? Map.of("LAMBDA_TASK_ROOT", directory.toString(), "_HANDLER", BOOTSTRAP)
                : Map.of(
                        "LAMBDA_TASK_ROOT",
                        directory.toString(),
                        "_HANDLER",
                        JVM_HANDLER,
                        "AWS_EXECUTION_ENV",
                        "AWS_Lambda_java25");
    }
}
