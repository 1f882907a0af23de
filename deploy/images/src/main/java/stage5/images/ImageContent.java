package stage5.images;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The application in an image, and the base image that it needs. */
sealed interface ImageContent permits JvmContent, NativeContent {

    /** The folder of the application. The container's user can't write to it. */
    String HOME = "/app";

    /** The only writable folder: {@code docker run --read-only --tmpfs /tmp}. */
    String SCRATCH = "/tmp";

    /** System properties that make the JVM and Vert.x create their temporary files in {@value #SCRATCH}. */
    Map<String, String> SCRATCH_PROPERTIES =
            Map.of("java.io.tmpdir", SCRATCH, "vertx.cacheDirBase", SCRATCH + "/vertx-cache");

    /** Returns the reference of the default base image. */
    String base();

    /** Returns the layers, ordered by how rarely they change, so that registries can reuse the first ones. */
    List<FileEntriesLayer> layers() throws IOException;

    /** Returns the entry point. */
    List<String> entrypoint();

    /** Returns the default arguments, which {@code docker run} can replace. */
    List<String> arguments();

    /** Returns the suffix of the tag that distinguishes the service's images; empty for the JVM. */
    String suffix();

    /** Returns the scratch properties as command-line arguments. */
    static List<String> scratchArguments() {
        return SCRATCH_PROPERTIES.entrySet().stream()
                .map(property -> "-D" + property.getKey() + "=" + property.getValue())
                .sorted()
                .toList();
    }
}
