package stage5.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASModelReader;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import stage5.gateway.domain.Routes;
import stage5.gateway.domain.Upstream;

/**
 * Builds the OpenAPI document of the whole shop at build time, from the gateway's contract and those of the services.
 * The latter are resources of this module, under {@code META-INF/contracts}.
 */
public final class MergedContract implements OASModelReader {

    private static final YAMLMapper YAML = new YAMLMapper();

    @Override
    public OpenAPI buildModel() {
        byte[] document = merged().toString().getBytes(StandardCharsets.UTF_8);
        return SmallRyeOpenAPI.builder()
                .enableModelReader(false)
                .enableStandardStaticFiles(false)
                .enableAnnotationScan(false)
                .enableStandardFilter(false)
                .withCustomStaticFile(() -> new ByteArrayInputStream(document))
                .build()
                .model();
    }

    /** Returns the merged document, including the gateway's own operations. */
    static ObjectNode merged() {
        ContractMerge merge = new ContractMerge(
                (ObjectNode) read("openapi.yaml").orElseThrow(),
                path -> Routes.find(path.replaceAll("[{}]", "")).isPresent());
        Arrays.stream(Upstream.values()).map(Upstream::service).forEach(service -> read("contracts/" + service
                        + "/openapi.yaml")
                .ifPresent(contract -> merge.add(service, contract)));
        return merge.result();
    }

    private static Optional<JsonNode> read(String name) {
        try (InputStream file = MergedContract.class.getResourceAsStream("/META-INF/" + name)) {
            return file == null ? Optional.empty() : Optional.of(YAML.readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name, e);
        }
    }
}
