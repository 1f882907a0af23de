package stage5.load.generator;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.IntStream;
import stage5.stack.Component;
import stage5.stack.Ports;
import stage5.stack.Project;

/** A checkout in which each component's artifact is {@link StubShop}. */
public final class StubCheckout {

    private static final int SPAN = 20;

    private StubCheckout() {}

    /** Writes the artifacts below a folder. */
    public static Project in(Path root) throws IOException {
        Project project = new Project(root);
        for (Component part : Component.values()) {
            writeJar(project.artifact(part));
        }
        Files.writeString(project.artifact(Component.CLOUD).resolveSibling("local.options"), "-Xmx32m\n");
        return project;
    }

    /** Returns ports that are all free at the time of the call. */
    public static Ports ports() {
        return ThreadLocalRandom.current()
                .ints(20_000, 32_000)
                .filter(base -> IntStream.range(base, base + SPAN).allMatch(StubCheckout::isFree))
                .mapToObj(Ports::new)
                .findFirst()
                .orElseThrow();
    }

    private static void writeJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StubShop.class.getName());
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath());
        Files.createDirectories(jar.getParent());
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    /** The folders of the test classes and of the main classes. */
    private static String classPath() {
        return String.join(" ", location(StubShop.class), location(TrivialServer.class));
    }

    private static String location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().toString();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
