package stage5.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.Test;

class PipeliningHandlerTests {

    private final Reads reads = new Reads();
    private final EmbeddedChannel channel = new EmbeddedChannel(reads, new PipeliningHandler(false));

    @Test
    void shouldReadNothing_whileARequestWaits() {
        channel.writeInbound(request(), LastHttpContent.EMPTY_LAST_CONTENT);
        int before = reads.count;

        channel.read();

        assertThat(reads.count).isEqualTo(before);
        assertThat(channel.<Object>readInbound()).isNull();

        respond(HttpResponseStatus.OK);

        assertThat(reads.count).isGreaterThan(before);
        assertThat(channel.<Object>readInbound()).isInstanceOf(HttpRequest.class);
    }

    @Test
    void shouldPassOneRequestForEachResponse_whenSeveralWait() {
        channel.writeInbound(request(), LastHttpContent.EMPTY_LAST_CONTENT, request());

        respond(HttpResponseStatus.CONTINUE);
        assertThat(channel.inboundMessages()).isEmpty();
        respond(HttpResponseStatus.OK);
        assertThat(channel.inboundMessages()).hasSize(2);
        respond(HttpResponseStatus.OK);
        assertThat(channel.inboundMessages()).hasSize(3);
    }

    @Test
    void shouldReleaseWhatWaits_whenTheConnectionIsClosed() {
        ByteBuf body = Unpooled.copiedBuffer(new byte[] {1});
        channel.writeInbound(request(), new DefaultHttpContent(body));

        channel.close();

        assertThat(body.refCnt()).isZero();
    }

    private static HttpRequest request() {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/api/orders");
    }

    private void respond(HttpResponseStatus status) {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status));
        channel.runPendingTasks();
    }

    private static final class Reads extends ChannelOutboundHandlerAdapter {

        private int count;

        @Override
        public void read(ChannelHandlerContext context) throws Exception {
            count++;
            super.read(context);
        }
    }
}
