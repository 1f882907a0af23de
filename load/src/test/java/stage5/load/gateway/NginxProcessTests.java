package stage5.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stage5.load.generator.LoadException;
import stage5.load.http.EventLoops;

@Timeout(120)
class NginxProcessTests {

    private static final URI UPSTREAM = URI.create("http://127.0.0.1:8081");

    @TempDir
    private Path folder;

    @Test
    void shouldForwardToTheUpstreamOverKeptConnections_whenConfigured() {
        String text = new NginxConfiguration(9090, UPSTREAM, folder).text();

        assertThat(text)
                .contains("listen 127.0.0.1:9090 ", "server 127.0.0.1:8081;", "proxy_pass http://stub;")
                .contains("keepalive 64;", "proxy_http_version 1.1;", "proxy_set_header Connection \"\";")
                .contains("access_log off;", "\"" + folder + "/nginx.pid\"");
        assertThat(text.chars().filter(each -> each == '{').count())
                .isEqualTo(text.chars().filter(each -> each == '}').count());
    }

    /** Skipped without nginx, which is optional for the benchmark too. */
    @Test
    void shouldForwardRequests_whenItRuns() throws IOException, InterruptedException {
        Optional<Path> executable = NginxProcess.find(System.getenv("PATH"));
        assumeTrue(executable.isPresent(), "nginx is not installed");
        EventLoopGroup loop = EventLoops.single();
        try (StubUpstream stub = StubUpstream.start(loop, 0, "{}", Duration.ofSeconds(15));
                NginxProcess nginx = NginxProcess.start(
                        executable.get(), new NginxConfiguration(freePort(), stub.uri(), folder.resolve("files")));
                HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(nginx.uri().resolve("/api/products/A-1"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("NOTHING-1");
            assertThat(response.headers().firstValue("Server").orElseThrow()).startsWith("nginx");
            assertThat(new ProcessFamily(nginx.process()).residentMiB()).isPositive();
        } finally {
            EventLoops.close(loop);
        }
    }

    @Test
    void shouldReportItsOutput_whenItDoesNotStart() throws IOException {
        Path broken = executable("echo unknown directive >&2; exit 1");

        assertThatThrownBy(() -> NginxProcess.start(
                        broken, new NginxConfiguration(freePort(), UPSTREAM, folder.resolve("files"))))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("unknown directive");
    }

    @Test
    void shouldFindTheExecutableOfThePathFirst_whenThereAreSeveral() throws IOException {
        Path executable = executable("exit 0");

        assertThat(NginxProcess.find("/no/such/folder:" + folder)).hasValue(executable);
    }

    private Path executable(String command) throws IOException {
        Path file = folder.resolve("nginx");
        Files.writeString(file, "#!/bin/sh\n" + command + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
