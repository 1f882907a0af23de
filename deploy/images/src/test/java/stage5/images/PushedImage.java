package stage5.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image that a registry received.
 *
 * @param config the image's configuration, as in OCI's image specification
 * @param files of its layers, by path
 */
record PushedImage(JsonNode config, Map<String, File> files) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SMALL = 1 << 20;

    /** @param content of a small file; empty for a large one */
    record File(TarArchiveEntry entry, Optional<byte[]> content) {}

    static PushedImage in(RegistryStub registry, String name, String tag, String architecture) throws IOException {
        JsonNode index = JSON.readTree(registry.manifest(name, tag).body());
        List<JsonNode> found = new ArrayList<>();
        index.path("manifests").forEach(manifest -> {
            if (manifest.at("/platform/architecture").asText().equals(architecture)) {
                found.add(manifest);
            }
        });
        JsonNode manifest = JSON.readTree(
                registry.manifest(name, found.getFirst().path("digest").asText())
                        .body());
        Map<String, File> files = new LinkedHashMap<>();
        for (JsonNode layer : manifest.path("layers")) {
            files.putAll(files(registry.blob(layer.path("digest").asText())));
        }
        return new PushedImage(
                JSON.readTree(registry.blob(manifest.at("/config/digest").asText())), files);
    }

    /** Returns the lines of a small text file. */
    List<String> lines(String path) {
        return new String(files.get(path).content().orElseThrow(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    List<String> strings(String pointer) {
        List<String> strings = new ArrayList<>();
        config.at(pointer).forEach(value -> strings.add(value.asText()));
        return strings;
    }

    private static Map<String, File> files(byte[] layer) throws IOException {
        Map<String, File> files = new LinkedHashMap<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(layer)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                boolean small = entry.isFile() && entry.getSize() < SMALL;
                files.put(
                        "/" + entry.getName().replaceFirst("^/", "").replaceFirst("/$", ""),
                        new File(entry, small ? Optional.of(tar.readAllBytes()) : Optional.empty()));
            }
        }
        return files;
    }
}
