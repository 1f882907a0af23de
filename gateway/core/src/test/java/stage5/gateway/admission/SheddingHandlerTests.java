package stage5.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SheddingHandlerTests {

    private static final byte[] PROBLEM = "{}".getBytes(StandardCharsets.US_ASCII);

    /** The value of the example in RFC 9110, 6.6.1. */
    private static final Instant NOW = Instant.parse("1994-11-15T08:12:31Z");

    private final Map<String, Boolean> shed = new HashMap<>(Map.of("GET /api/products", true));
    private final EmbeddedChannel channel = new EmbeddedChannel(new SheddingHandler(
            (method, path) -> shed.getOrDefault(method + " " + path, false),
            new ShedResponse(PROBLEM, Map.of("Retry-After", "1"), InstantSource.fixed(NOW)),
            true));

    @BeforeEach
    void endTheFirstRequest() {
        respond(HttpResponseStatus.OK, "");
        channel.readOutbound();
    }

    @AfterEach
    void close() {
        assertThat(channel.finishAndReleaseAll()).isFalse();
    }

    @Test
    void shouldAnswer_whenTheLimitIsReached() {
        receive(request(HttpMethod.GET, "/api/products?limit=3"));

        FullHttpResponse response = channel.readOutbound();
        assertThat(response.status()).isEqualTo(HttpResponseStatus.SERVICE_UNAVAILABLE);
        assertThat(response.headers().get("Content-Type")).isEqualTo("application/problem+json");
        assertThat(response.headers().get("Content-Length")).isEqualTo("2");
        assertThat(response.headers().get("Retry-After")).isEqualTo("1");
        assertThat(response.headers().get("Date")).isEqualTo("Tue, 15 Nov 1994 08:12:31 GMT");
        assertThat(response.content().toString(StandardCharsets.US_ASCII)).isEqualTo("{}");
        assertNothingPassed();
    }

    @Test
    void shouldAnswerWithoutABody_whenTheMethodIsHead() {
        shed.put("HEAD /api/products", true);

        receive(request(HttpMethod.HEAD, "/api/products"));

        FullHttpResponse response = channel.readOutbound();
        assertThat(response.headers().get("Content-Length")).isEqualTo("2");
        assertThat(response.content().readableBytes()).isZero();
        assertNothingPassed();
    }

    @Test
    void shouldPass_whenThereIsRoom() {
        receive(request(HttpMethod.GET, "/api/orders"));

        assertPassed();
    }

    @Test
    void shouldDropTheBody_whenItIsShort() {
        shed.put("POST /api/orders", true);
        HttpRequest post = request(HttpMethod.POST, "/api/orders");
        post.headers().set("Content-Length", "3");
        channel.writeInbound(post);
        channel.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[2])));
        channel.writeInbound(new DefaultLastHttpContent(Unpooled.wrappedBuffer(new byte[1])));

        assertThat(channel.<FullHttpResponse>readOutbound().status()).isEqualTo(HttpResponseStatus.SERVICE_UNAVAILABLE);
        assertNothingPassed();
        receive(request(HttpMethod.GET, "/api/orders"));
        assertPassed();
    }

    @Test
    void shouldPass_whenAnEarlierRequestHasNoResponseYet() {
        receive(request(HttpMethod.GET, "/api/orders"));
        assertPassed();

        receive(request(HttpMethod.GET, "/api/products"));
        assertPassed();

        respond(HttpResponseStatus.CONTINUE, "");
        respond(HttpResponseStatus.OK, "");
        receive(request(HttpMethod.GET, "/api/products"));
        assertPassed();
        channel.releaseOutbound();
    }

    @Test
    void shouldShed_whenAllEarlierRequestsHaveTheirResponses() {
        receive(request(HttpMethod.GET, "/api/orders"));
        assertPassed();
        respond(HttpResponseStatus.CONTINUE, "");
        respond(HttpResponseStatus.OK, "keep-alive");
        channel.releaseOutbound();

        receive(request(HttpMethod.GET, "/api/products"));
        receive(request(HttpMethod.GET, "/api/products"));

        assertThat(channel.outboundMessages()).hasSize(2);
        assertNothingPassed();
        channel.releaseOutbound();
    }

    @Test
    void shouldPass_whenTheConnectionEndsAfterAnEarlierResponse() {
        receive(request(HttpMethod.GET, "/api/orders"));
        assertPassed();
        respond(HttpResponseStatus.BAD_REQUEST, "close");
        channel.releaseOutbound();

        receive(request(HttpMethod.GET, "/api/products"));

        assertPassed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "http://shop.example/api/products",
                "/api//products",
                "/api/./products",
                "/api/%70roducts",
                "/api/products;a=b",
                "/api\\products"
            })
    void shouldPass_whenTheTargetIsNotNormalised(String target) {
        shed.put("GET " + target, true);

        receive(request(HttpMethod.GET, target));

        assertPassed();
    }

    @ParameterizedTest
    @CsvSource({
        "Connection, close",
        "Transfer-Encoding, chunked",
        "Expect, 100-continue",
        "Upgrade, h2c",
        "Origin, https://shop.example",
        "Content-Length, 65537",
        "Content-Length, 99999999999"
    })
    void shouldPass_whenARequestIsNotPlain(String header, String value) {
        HttpRequest request = request(HttpMethod.GET, "/api/products");
        request.headers().set(header, value);

        receive(request);

        assertPassed();
    }

    @Test
    void shouldPass_whenTheVersionIsHttp10() {
        receive(new DefaultHttpRequest(HttpVersion.HTTP_1_0, HttpMethod.GET, "/api/products"));

        assertPassed();
    }

    @Test
    void shouldPass_whenTheDecoderRejectsTheRequest() {
        HttpRequest request = request(HttpMethod.GET, "/api/products");
        request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException()));

        receive(request);

        assertPassed();
    }

    private static HttpRequest request(HttpMethod method, String target) {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, target);
    }

    private void receive(HttpRequest request) {
        channel.writeInbound(request, LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void respond(HttpResponseStatus status, String connection) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
        if (!connection.isEmpty()) {
            response.headers().set("Connection", connection);
        }
        channel.writeOutbound(response);
    }

    private void assertPassed() {
        assertThat(channel.<Object>readInbound()).isInstanceOf(HttpRequest.class);
        assertThat(channel.<Object>readInbound()).isSameAs(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void assertNothingPassed() {
        assertThat(channel.<Object>readInbound()).isNull();
    }
}
