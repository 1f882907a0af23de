package stage5.cdk.compute;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadinessProbeTests {

    @ParameterizedTest
    @CsvSource({"200, true", "503, false", "404, false"})
    void shouldSucceed_whenTheServiceRespondsWithStatus200Only(int status, boolean ready) throws Exception {
        HttpServer service = server(status);
        try {
            assertThat(succeeds(service.getAddress().getPort())).isEqualTo(ready);
        } finally {
            service.stop(0);
        }
    }

    @Test
    void shouldFail_whenNothingListens() throws Exception {
        HttpServer service = server(200);
        service.stop(0);

        assertThat(succeeds(service.getAddress().getPort())).isFalse();
    }

    private static HttpServer server(int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static boolean succeeds(int port) throws IOException, InterruptedException {
        Process probe = new ProcessBuilder("bash", "-c", ReadinessProbe.script(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(probe.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return probe.exitValue() == 0;
    }
}
