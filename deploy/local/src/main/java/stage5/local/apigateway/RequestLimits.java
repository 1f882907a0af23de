package stage5.local.apigateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/**
 * Size limits of a request.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html">Quotas for HTTP
 *     APIs</a>
 */
final class RequestLimits {

    /** The most bytes of the request line and all header values together. */
    static final int MAX_HEAD = 10_240;

    /** The most bytes of the body: 10 MB. */
    static final int MAX_BODY = 10 * 1024 * 1024;

    private static final String LINE_WITHOUT_METHOD_AND_URI = "  HTTP/1.1";

    private RequestLimits() {}

    /** The body exceeds {@link #MAX_BODY}. */
    static final class TooLarge extends Exception {

        private TooLarge() {
            super("The body has more than " + MAX_BODY + " bytes");
        }
    }

    static boolean isHeadTooLarge(HttpServerRequest request) {
        int size = request.method().name().length() + request.uri().length() + LINE_WITHOUT_METHOD_AND_URI.length();
        for (Map.Entry<String, String> header : request.headers()) {
            size += header.getValue().length(); // one character per byte: the parser decodes ISO 8859-1
        }
        return size > MAX_HEAD;
    }

    /**
     * Completes with the body once it is complete; fails with {@link TooLarge} if it exceeds the limit. An oversized
     * body is read to its end and discarded, because a client reads the response only after it has sent everything.
     */
    static Future<Buffer> body(HttpServerRequest request) {
        Promise<Buffer> body = Promise.promise();
        Buffer read = Buffer.buffer();
        boolean[] tooLarge = new boolean[1];
        request.handler(chunk -> {
            tooLarge[0] |= read.length() + chunk.length() > MAX_BODY;
            if (!tooLarge[0]) {
                read.appendBuffer(chunk);
            }
        });
        request.exceptionHandler(body::tryFail);
        request.endHandler(end -> {
            if (tooLarge[0]) {
                body.tryFail(new TooLarge());
            } else {
                body.tryComplete(read);
            }
        });
        return body.future();
    }
}
