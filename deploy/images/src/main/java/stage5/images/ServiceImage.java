package stage5.images;

import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import stage5.cli.stack.Part;
import stage5.cli.stack.Ports;
import stage5.cli.stack.Project;
import stage5.cli.stack.StackException;

/**
 * A service's container image: whom it runs as, what it listens on, what it says of itself, whatever its content is.
 *
 * @param service which service it is
 * @param content what it runs
 * @param base what it is put on top of, in Jib's notation: a reference, or {@code tar://} and a path
 * @param origin where it comes from
 */
record ServiceImage(Project project, Part service, Content content, String base, Origin origin) {

    /** Nobody: a number that no base has given to anybody, so that it is the same in each, and owns no file. */
    static final String USER = "65532:65532";

    /** Returns the description that Jib builds from. */
    JibContainerBuilder describe(Set<Platform> platforms) throws IOException, InvalidImageReferenceException {
        JibContainerBuilder image = isRegistryReference() ? Jib.from(Registry.image(base)) : Jib.from(base);
        content.layers().forEach(image::addFileEntriesLayer);
        return image.addFileEntriesLayer(billOfMaterials())
                .setPlatforms(platforms)
                .setUser(USER)
                .setWorkingDirectory(AbsoluteUnixPath.get(Content.HOME))
                .setEntrypoint(content.entrypoint())
                .setProgramArguments(content.arguments())
                .setExposedPorts(Port.tcp(port()))
                .setLabels(labels());
    }

    /** Returns the port that requests and health checks come to. */
    int port() {
        return new Ports(Ports.USUAL_BASE).of(service);
    }

    private boolean isRegistryReference() {
        return !base.contains("://");
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>(origin.labels());
        labels.put("org.opencontainers.image.title", service.label());
        labels.put("org.opencontainers.image.base.name", base);
        labels.put("stage5.health", service.health());
        labels.put("stage5.sbom", sbomPath());
        return labels;
    }

    private FileEntriesLayer billOfMaterials() {
        Path sbom = project.artifact(service).getParent().resolveSibling("sbom.cdx.json");
        if (!Files.isRegularFile(sbom)) {
            throw new StackException("%s has no bill of materials: %s is missing. ./mvnw package -DskipTests makes it."
                    .formatted(service, sbom));
        }
        return FileEntriesLayer.builder()
                .setName("sbom")
                .addEntry(sbom, AbsoluteUnixPath.get(sbomPath()))
                .build();
    }

    private String sbomPath() {
        return "/sbom/" + service.label() + ".cdx.json";
    }
}
