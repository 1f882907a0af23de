package stage5.kit.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the check against responses of a fake console; it ignores the test context. */
class PublishedEventsCheckTests {

    private static final String CONSOLE = "stage5.testing.console-url";

    private final PublishedEventsCheck check = new PublishedEventsCheck();
    private HttpServer console;

    @BeforeEach
    void startConsole() throws IOException {
        console = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        console.start();
        System.setProperty(CONSOLE, "http://127.0.0.1:" + console.getAddress().getPort());
    }

    @AfterEach
    void stopConsole() {
        System.clearProperty(CONSOLE);
        console.stop(0);
    }

    @Test
    void shouldFailTheTestAndNameTheField_whenAnEventViolatesItsContract() {
        respondWith("""
                {"looked": 2, "departures": [{"topicArn": "arn:aws:sns:us-east-1:000000000000:order-events", "body": "{}",
                 "violations": ["$.data: required property 'total' not found"]}]}
                """);

        assertThatThrownBy(() -> check.afterEach(null))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("required property 'total' not found");
    }

    @Test
    void shouldPassTheTest_whenNoEventViolatesItsContract() {
        respondWith("{\"looked\": 2, \"departures\": []}");

        assertThatCode(() -> check.afterEach(null)).doesNotThrowAnyException();
    }

    @Test
    void shouldPassTheTest_whenItHasNoLocalCloud() {
        System.clearProperty(CONSOLE);

        assertThatCode(() -> check.afterEach(null)).doesNotThrowAnyException();
    }

    private void respondWith(String json) {
        console.createContext("/published", exchange -> {
            byte[] body = json.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
