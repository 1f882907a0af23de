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
import stage5.stack.Component;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.StackException;

/**
 * A service's container image: its user, port and labels, which don't depend on its content.
 *
 * @param service the service
 * @param content the application
 * @param base the base image in Jib's notation: a reference, or {@code tar://} and a path
 * @param provenance version, revision and source, for labels
 */
record ServiceImage(Project project, Component service, ImageContent content, String base, ImageProvenance provenance) {

    /** An unprivileged user and group. No base image assigns this number, so it owns no file in any of them. */
    static final String USER = "65532:65532";

    /** Returns the description that Jib builds from. */
    JibContainerBuilder describe(Set<Platform> platforms) throws IOException, InvalidImageReferenceException {
        JibContainerBuilder image = isRegistryReference() ? Jib.from(RegistryImages.image(base)) : Jib.from(base);
        content.layers().forEach(image::addFileEntriesLayer);
        return image.addFileEntriesLayer(billOfMaterials())
                .setPlatforms(platforms)
                .setUser(USER)
                .setWorkingDirectory(AbsoluteUnixPath.get(ImageContent.HOME))
                .setEntrypoint(content.entrypoint())
                .setProgramArguments(content.arguments())
                .setExposedPorts(Port.tcp(port()))
                .setLabels(labels());
    }

    /** Returns the port of requests and health checks. */
    int port() {
        return new Ports(Ports.USUAL_BASE).of(service);
    }

    private boolean isRegistryReference() {
        return !base.contains("://");
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>(provenance.labels());
        labels.put("org.opencontainers.image.title", service.label());
        labels.put("org.opencontainers.image.base.name", base);
        labels.put("stage5.health", service.health());
        labels.put("stage5.sbom", sbomPath());
        return labels;
    }

    private FileEntriesLayer billOfMaterials() {
        Path sbom = project.artifact(service).getParent().resolveSibling("sbom.cdx.json");
        if (!Files.isRegularFile(sbom)) {
            throw new StackException(
                    "%s has no bill of materials: %s is missing. Build it with ./mvnw package -DskipTests."
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
