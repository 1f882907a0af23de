package stage5.images;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import stage5.stack.Component;
import stage5.stack.Project;
import stage5.stack.ServiceExecutable;
import stage5.stack.StackException;

/** A service's native executable, which needs only a C library. */
final class NativeContent implements ImageContent {

    private static final String EXECUTABLE = HOME + "/application";

    private final Path executable;

    private NativeContent(Path executable) {
        this.executable = executable;
    }

    /**
     * Returns the service's built executable.
     *
     * @throws StackException if the executable isn't built
     */
    static NativeContent of(Project project, Component service) {
        return project.executable(service)
                .map(NativeContent::new)
                .orElseThrow(() -> new StackException(
                        "%s is not built as a native executable: its container module has no target/*%s. Build it with ./mvnw package -Dnative."
                                .formatted(service, Project.EXECUTABLE)));
    }

    @Override
    public String base() {
        return ImageProperties.nativeBase();
    }

    @Override
    public List<FileEntriesLayer> layers() {
        return List.of(FileEntriesLayer.builder()
                .setName("application")
                .addEntry(executable, AbsoluteUnixPath.get(EXECUTABLE), FilePermissions.fromOctalString("755"))
                .build());
    }

    @Override
    public List<String> entrypoint() {
        return Stream.of(List.of(EXECUTABLE), ServiceExecutable.FLAGS, ImageContent.scratchArguments())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<String> arguments() {
        return List.of();
    }

    @Override
    public String suffix() {
        return "-native";
    }
}
