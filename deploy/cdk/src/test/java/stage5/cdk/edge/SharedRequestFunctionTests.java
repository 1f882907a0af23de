package stage5.cdk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.cdk.NodeScript;

/** What CloudFront does with a call for an answer that is the same for everybody. */
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
    void shouldAskTheNearestRegion_whenItIsALookAtProducts(String method, String uri, String asked) throws Exception {
        assertThat(origin(NEAREST, method, uri, "")).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/products", "PUT, /api/products/AUD-1012"})
    void shouldAskTheOneOrigin_whenReadingGoesWhereEverythingGoes(String method, String uri) throws Exception {
        assertThat(origin("", method, uri, "")).isEqualTo("origin");
    }

    @ParameterizedTest
    @CsvSource({"Bearer token, request-1", "'', none"})
    void shouldGiveACallAKeyOfItsOwn_whenItHasAToken(String authorization, String key) throws Exception {
        assertThat(call("", "GET", "/api/products", authorization)).endsWith(" " + key);
    }

    private String origin(String nearest, String method, String uri, String authorization) throws Exception {
        return call(nearest, method, uri, authorization).split(" ")[0];
    }

    /** Returns the host that is asked, and the call's own key. */
    private String call(String nearest, String method, String uri, String authorization) throws Exception {
        Path code = Files.writeString(folder.resolve("function.js"), SharedRequestFunction.code(nearest));
        return NodeScript.run(
                        getClass().getResource("run-request.js"), Map.of(), code.toString(), method, uri, authorization)
                .getLast();
    }
}
