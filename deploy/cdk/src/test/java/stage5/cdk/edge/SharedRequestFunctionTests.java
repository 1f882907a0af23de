package stage5.cdk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.cdk.NodeScript;

/** Runs the CloudFront function for requests on the paths of shared responses. */
class SharedRequestFunctionTests {

    private static final String NEAREST = "nearest.shop.example.com";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "GET, /api/products/AUD-1012, " + NEAREST,
        "HEAD, /api/products, " + NEAREST,
        "GET, /api/categories, " + NEAREST,
        "PUT, /api/products/AUD-1012, origin",
        "POST, /api/products, origin",
        "GET, /api/bestsellers, origin"
    })
    void shouldUseTheNearestRegion_whenTheRequestReadsProducts(String method, String uri, String expectedHost)
            throws Exception {
        assertThat(origin(NEAREST, method, uri, "")).isEqualTo(expectedHost);
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/products", "PUT, /api/products/AUD-1012"})
    void shouldUseTheDefaultOrigin_whenThereIsNoNearestRegion(String method, String uri) throws Exception {
        assertThat(origin("", method, uri, "")).isEqualTo("origin");
    }

    @ParameterizedTest
    @CsvSource({"Bearer token, request-1", "'', none"})
    void shouldSetAUniqueCacheKey_whenTheRequestHasAToken(String authorization, String key) throws Exception {
        assertThat(call("", "GET", "/api/products", authorization)).endsWith(" " + key);
    }

    private String origin(String nearest, String method, String uri, String authorization) throws Exception {
        return call(nearest, method, uri, authorization).split(" ")[0];
    }

    /** Returns the origin's host and the request's private cache key, separated by a space. */
    private String call(String nearest, String method, String uri, String authorization) throws Exception {
        Path code = Files.writeString(folder.resolve("function.js"), SharedRequestFunction.code(nearest));
        return NodeScript.run(
                        getClass().getResource("run-request.js"), Map.of(), code.toString(), method, uri, authorization)
                .getLast();
    }
}
