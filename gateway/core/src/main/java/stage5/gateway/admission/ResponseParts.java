package stage5.gateway.admission;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/** What the parts of a response mean for its connection, as handlers of the pipeline see them. */
final class ResponseParts {

    private ResponseParts() {}

    /** Returns whether a part is the last of a response. An interim response (1xx) ends none. */
    static boolean endsResponse(Object part) {
        boolean interim =
                part instanceof HttpResponse head && head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        return part instanceof LastHttpContent && !interim;
    }

    /** Returns whether a part announces that no other response follows on its connection: {@code Connection: close}. */
    static boolean endsConnection(Object part) {
        return part instanceof HttpResponse head
                && head.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
    }
}
