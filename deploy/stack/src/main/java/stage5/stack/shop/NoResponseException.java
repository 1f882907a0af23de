package stage5.stack.shop;

import java.io.IOException;
import java.net.URI;

/** Nobody answered, or not in time: whether the request was carried out is unknown. */
public final class NoResponseException extends ShopException {

    private static final long serialVersionUID = 1L;

    NoResponseException(URI uri, IOException cause) {
        super("%s does not answer (%s): is it up?".formatted(uri, cause), cause);
    }
}
