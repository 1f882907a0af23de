package stage5.images;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What an image runs, and what it runs it on. */
sealed interface Content permits JvmContent, NativeContent {

    /** The folder that the application lies in. Nothing in it can be written by whom it runs as. */
    String HOME = "/app";

    /** The only folder that is written to: {@code docker run --read-only --tmpfs /tmp}. */
    String SCRATCH = "/tmp";

    /** System properties by which everything that wants a scratch file finds {@value #SCRATCH}. */
    Map<String, String> SCRATCH_PROPERTIES =
            Map.of("java.io.tmpdir", SCRATCH, "vertx.cacheDirBase", SCRATCH + "/vertx-cache");

    /** Returns the image that this is put on top of. */
    String base();

    /** Returns the files, what changes least first, so that it is sent and stored once. */
    List<FileEntriesLayer> layers() throws IOException;

    List<String> entrypoint();

    /** Returns what whoever starts a container may replace. */
    List<String> arguments();

    /** Returns what tells this image from the others of its service, to be added to a tag. */
    String suffix();

    /** Returns the scratch properties as arguments of a command line. */
    static List<String> scratchArguments() {
        return SCRATCH_PROPERTIES.entrySet().stream()
                .map(property -> "-D" + property.getKey() + "=" + property.getValue())
                .sorted()
                .toList();
    }
}
