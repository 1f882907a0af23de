package stage5.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.IntStream;

/** A checkout in which each component's artifact is a {@link StubComponent}. */
public final class StubProject {

    private static final int SPAN = 20;

    private StubProject() {}

    public static Project in(Path root) throws IOException {
        Project project = new Project(root);
        for (Component component : Component.values()) {
            Path jar = project.artifact(component);
            Files.createDirectories(jar.getParent());
            writeJar(jar);
        }
        Files.writeString(project.artifact(Component.CLOUD).resolveSibling("local.options"), "-Xmx32m\n");
        return project;
    }

    /** Returns ports that are all free at the time of the call. */
    public static Ports ports() {
        return ThreadLocalRandom.current()
                .ints(20_000, 32_000)
                .filter(base -> IntStream.range(base, base + SPAN).allMatch(StubProject::isFree))
                .mapToObj(Ports::new)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static void writeJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StubComponent.class.getName());
        String file = StubComponent.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                InputStream code = StubComponent.class.getClassLoader().getResourceAsStream(file)) {
            entries.putNextEntry(new JarEntry(file));
            code.transferTo(entries);
            entries.closeEntry();
        }
    }
}
