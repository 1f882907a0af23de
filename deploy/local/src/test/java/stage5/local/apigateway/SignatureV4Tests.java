package stage5.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of AWS's documentation and of its test suite for Signature Version 4, with the signatures stated there. */
class SignatureV4Tests {

    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;

    @BeforeEach
    void start() {
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(request ->
                        request.body().onSuccess(body -> request.response().end(verdict(request, body))))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @CsvSource({
        "/, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "/?Param2=value2&Param1=value1, b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
    })
    void shouldAcceptASignature_whenAwsStatesItInItsTestSuite(String target, String signature) throws Exception {
        assertThat(send(target, "example.amazonaws.com", "", "service", "host;x-amz-date", signature))
                .endsWith("valid");
    }

    @Test
    void shouldAcceptASignature_whenAwsStatesItInItsDocumentation() throws Exception {
        String listUsers = "/?Action=ListUsers&Version=2010-05-08";
        String type = "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n";

        assertThat(send(
                        listUsers,
                        "iam.amazonaws.com",
                        type,
                        "iam",
                        "content-type;host;x-amz-date",
                        "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"))
                .endsWith("valid");
    }

    @ParameterizedTest
    @CsvSource({
        "/other, example.amazonaws.com, service",
        "/?a=b, example.amazonaws.com, service",
        "/, another.amazonaws.com, service",
        "/, example.amazonaws.com, another"
    })
    void shouldRejectASignature_whenItIsOfAnotherRequest(String target, String host, String service) throws Exception {
        String signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";

        assertThat(send(target, host, "", service, "host;x-amz-date", signature))
                .endsWith("forged");
    }

    private String send(String target, String host, String headers, String service, String signed, String signature)
            throws Exception {
        String request = "GET %s HTTP/1.1\r\nConnection: close\r\nHost: %s\r\n".formatted(target, host)
                + "X-Amz-Date: 20150830T123600Z\r\n"
                + headers
                + "Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/%s/aws4_request, "
                        .formatted(service)
                + "SignedHeaders=%s, Signature=%s\r\n\r\n".formatted(signed, signature);
        try (Socket socket = new Socket("127.0.0.1", server.actualPort());
                OutputStream output = socket.getOutputStream();
                InputStream input = socket.getInputStream()) {
            socket.setSoTimeout(20_000);
            output.write(request.getBytes(StandardCharsets.ISO_8859_1));
            output.flush();
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String verdict(HttpServerRequest request, Buffer body) {
        return SignatureV4.of(request)
                .map(signature -> signature.isOf(request, body, SECRET) ? "valid" : "forged")
                .orElse("unsigned");
    }
}
