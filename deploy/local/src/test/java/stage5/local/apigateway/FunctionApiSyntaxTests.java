package stage5.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.local.RecordingInvoker;

/** Requests that API Gateway answers itself, or that are the last of their connection. */
class FunctionApiSyntaxTests {

    private static final String SECOND = "GET /second HTTP/1.1\r\nHost: h\r\n\r\n";

    private FunctionApiFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new FunctionApiFixture();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no Host | 400 | GET / HTTP/1.1\\r\\n",
                "two Hosts | 400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n",
                "user information | 400 | GET http://a:b@h/ HTTP/1.1\\r\\nHost: h\\r\\n",
                "another scheme | 400 | GET ftp://h/ HTTP/1.1\\r\\nHost: h\\r\\n",
                "a byte beyond ASCII | 400 | GET /caf\u00e9 HTTP/1.1\\r\\nHost: h\\r\\n",
                "a fragment | 400 | GET /a#b HTTP/1.1\\r\\nHost: h\\r\\n",
                "angle brackets | 400 | GET /<b> HTTP/1.1\\r\\nHost: h\\r\\n",
                "a path that is no UTF-8 | 400 | GET /%ff%fe HTTP/1.1\\r\\nHost: h\\r\\n",
                "an overlong slash | 400 | GET /..%c0%af HTTP/1.1\\r\\nHost: h\\r\\n",
                "a percent sign without digits | 400 | GET /a%zz HTTP/1.1\\r\\nHost: h\\r\\n",
                "no path | 400 | GET a/b HTTP/1.1\\r\\nHost: h\\r\\n",
                "chunks in HTTP/1.0 | 400 | POST / HTTP/1.0\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n",
                "another coding | 501 | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: gzip, chunked\\r\\n",
                "chunked is not last | 501 | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked, identity\\r\\n",
                "two codings | 501 | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\nTransfer-Encoding: chunked\\r\\n",
                "an expectation | 417 | POST / HTTP/1.1\\r\\nHost: h\\r\\nExpect: 100-continue, more\\r\\nContent-Length: 0\\r\\n",
            })
    void shouldRejectAndClose_whenARequestIsInvalid(String what, int status, String head) throws Exception {
        String responses = fixture.raw(head.replace("\\r\\n", "\r\n") + "\r\n" + SECOND);

        assertThat(responses)
                .as(what)
                .containsOnlyOnce("HTTP/1.")
                .startsWith("HTTP/1.")
                .contains(" " + status + " ");
        assertThat(responses).containsIgnoringCase("\r\nconnection: close\r\n");
        assertThat(responses).contains("\r\ndate: Thu, 12 Mar 2026 19:03:58 GMT\r\n");
        assertThat(fixture.function.pendingCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/caf%C3%A9?q=a|b{c}^", "*", "http://h:80", "http://h?a", "/a;b=c/%25/~'()!$&+,=:@"})
    void shouldInvoke_whenTheTargetIsValid(String target) throws Exception {
        String response = fixture.raw("GET %s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".formatted(target));

        assertThat(response).startsWith("HTTP/1.1 200 ");
        assertThat(fixture.function.pendingCount()).isOne();
    }

    @Test
    void shouldInvokeOnce_whenAChunkedRequestIsFollowedByBytes() throws Exception {
        fixture.function.respondWith(RecordingInvoker.response("{\"statusCode\":200,\"body\":\"first\"}"));

        String responses = fixture.raw("POST /first HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SECOND);

        assertThat(responses)
                .containsOnlyOnce("HTTP/1.1")
                .startsWith("HTTP/1.1 200 ")
                .endsWith("first");
        assertThat(fixture.function.next().event().path("rawPath").asText()).isEqualTo("/first");
        assertThat(fixture.function.pendingCount()).isZero();
    }

    @Test
    void shouldAddADate_whenTheFunctionSendsNone() throws Exception {
        fixture.function.respondWith(RecordingInvoker.response("{\"statusCode\":204}"));

        assertThat(fixture.client.send("GET", "/", null).headers().firstValue("date"))
                .hasValue("Thu, 12 Mar 2026 19:03:58 GMT");
    }

    @Test
    void shouldCloseTheConnection_whenTheRestOfABodyNeverArrives() throws Exception {
        try (FunctionApiFixture impatient = new FunctionApiFixture(Duration.ofSeconds(10), Duration.ofMillis(200))) {
            assertThat(impatient.raw("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab"))
                    .isEmpty();
            assertThat(impatient.function.pendingCount()).isZero();
        }
    }
}
