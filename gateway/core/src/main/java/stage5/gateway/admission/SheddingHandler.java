package stage5.gateway.admission;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/**
 * Answers the requests of one connection that exceed their limit. It passes on everything that is not plain, so that the
 * rules for it are in one place only: bodies that are long, chunked or expected, other versions than HTTP/1.1, paths that
 * would have to be normalised, and requests that arrive before the response to an earlier one has ended (pipelining).
 *
 * <p>It is added while Vert.x handles the first request of the connection.
 */
final class SheddingHandler extends ChannelDuplexHandler {

    /** A longer body is read by the rules for bodies, with a deadline; a shorter one is dropped as it arrives. */
    private static final int LONGEST_BODY = 64 * 1024;

    private final BiPredicate<String, String> sheds;
    private final ShedResponse response;
    private final boolean cors;
    private int inFlight = 1;
    private boolean last;
    private boolean dropping;
    private boolean written;

    /**
     * Creates the handler of a connection whose first request is in flight.
     *
     * @param sheds whether a request with a method and a path would be shed now
     * @param cors whether responses to other origins have headers of their own
     */
    SheddingHandler(BiPredicate<String, String> sheds, ShedResponse response, boolean cors) {
        this.sheds = sheds;
        this.response = response;
        this.cors = cors;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (dropping && message instanceof HttpContent) {
            dropping = !(message instanceof LastHttpContent);
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            if (inFlight == 0 && !last && sheds(request)) {
                dropping = !(message instanceof LastHttpContent);
                ReferenceCountUtil.release(message);
                written = true;
                context.write(response.to(request.method()));
                return;
            }
            inFlight++;
        }
        context.fireChannelRead(message);
    }

    private boolean sheds(HttpRequest request) {
        return request.decoderResult().isSuccess()
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && sheds(request.method().name(), request.uri(), request.headers()::get);
    }

    /**
     * Returns whether a valid request of HTTP/1.1 is plain and would be shed now; it then counts as shed.
     *
     * @param headers returns the first value of a header; null if there is none
     */
    boolean sheds(String method, String target, UnaryOperator<String> headers) {
        String path = plainPath(target);
        return path != null && isPlain(method, headers) && sheds.test(method, path);
    }

    private boolean isPlain(String method, UnaryOperator<String> headers) {
        return !method.equals("OPTIONS")
                && headers.apply("Connection") == null
                && headers.apply("Upgrade") == null
                && headers.apply("Transfer-Encoding") == null
                && headers.apply("Expect") == null
                && !(cors && headers.apply("Origin") != null)
                && isShort(headers.apply("Content-Length"));
    }

    private static boolean isShort(String length) {
        if (length == null) {
            return true;
        }
        try {
            return Integer.parseInt(length) <= LONGEST_BODY;
        } catch (NumberFormatException tooLong) {
            return false;
        }
    }

    /** Returns the path of a target in origin-form that is normalised already; null of all others. */
    private static String plainPath(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        if (!path.startsWith("/")) {
            return null;
        }
        for (int i = 0; i < path.length(); i++) {
            char each = path.charAt(i);
            boolean plain = each == '/'
                    ? i + 1 == path.length() || path.charAt(i + 1) != '/' && path.charAt(i + 1) != '.'
                    : each > ' ' && each < 0x7f && each != '%' && each != ';' && each != '\\' && each != '#';
            if (!plain) {
                return null;
            }
        }
        return path;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (written) {
            written = false;
            context.flush();
        }
        context.fireChannelReadComplete();
    }

    /** Counts the responses that end. An interim response (1xx) ends none. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        last |= ResponseParts.endsConnection(message);
        // Before it is written, and released.
        boolean ends = ResponseParts.endsResponse(message);
        context.write(message, promise);
        if (ends) {
            inFlight--;
            // A response to a request that was never seen: what is in flight is not known, so nothing is shed here any
            // more.
            last |= inFlight < 0;
        }
    }
}
