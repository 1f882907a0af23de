package stage5.images;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A base image for two platforms, with one small file and the environment of a JVM's image. */
final class StubBaseImage {

    static final String NAME = "base";
    static final String TAG = "1";
    static final String PATH = "PATH=/opt/java/openjdk/bin:/usr/bin";

    private static final ObjectMapper JSON = new ObjectMapper();

    private StubBaseImage() {}

    /** Stores the image in the registry and returns a reference to it. */
    static String in(RegistryStub registry) throws Exception {
        List<Map<String, Object>> images = Stream.of("amd64", "arm64")
                .map(architecture -> image(registry, architecture))
                .toList();
        Map<String, Object> index =
                Map.of("schemaVersion", 2, "mediaType", "application/vnd.oci.image.index.v1+json", "manifests", images);
        registry.put(
                NAME,
                TAG,
                new RegistryStub.Manifest("application/vnd.oci.image.index.v1+json", JSON.writeValueAsBytes(index)));
        return registry.prefix() + "/" + NAME + ":" + TAG;
    }

    private static Map<String, Object> image(RegistryStub registry, String architecture) {
        try {
            byte[] tar = tar("etc/platform", architecture);
            byte[] layer = gzip(tar);
            byte[] config = JSON.writeValueAsBytes(Map.of(
                    "architecture",
                    architecture,
                    "os",
                    "linux",
                    "config",
                    Map.of("Env", List.of(PATH), "User", "root", "Entrypoint", List.of("/greet.sh")),
                    "rootfs",
                    Map.of("type", "layers", "diff_ids", List.of(digest(tar)))));
            Map<String, Object> manifest = Map.of(
                    "schemaVersion",
                    2,
                    "mediaType",
                    "application/vnd.oci.image.manifest.v1+json",
                    "config",
                    descriptor(registry, "application/vnd.oci.image.config.v1+json", config),
                    "layers",
                    List.of(descriptor(registry, "application/vnd.oci.image.layer.v1.tar+gzip", layer)));
            byte[] body = JSON.writeValueAsBytes(manifest);
            String type = "application/vnd.oci.image.manifest.v1+json";
            String digest = registry.put(NAME, architecture, new RegistryStub.Manifest(type, body));
            return Map.of(
                    "mediaType",
                    type,
                    "digest",
                    digest,
                    "size",
                    body.length,
                    "platform",
                    Map.of("architecture", architecture, "os", "linux"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> descriptor(RegistryStub registry, String type, byte[] blob) {
        return Map.of("mediaType", type, "digest", registry.put(blob), "size", blob.length);
    }

    private static byte[] tar(String name, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            byte[] content = text.getBytes(StandardCharsets.UTF_8);
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    private static String digest(byte[] bytes) throws Exception {
        return "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
