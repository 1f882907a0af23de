package stage5.stack.shop;

import java.io.IOException;
import java.net.URI;

/** No response in time. The request may have been processed. */
public final class NoResponseException extends ShopException {

    private static final long serialVersionUID = 1L;

    NoResponseException(URI uri, IOException cause) {
        super("%s does not answer (%s): is it up?".formatted(uri, cause), cause);
    }
}
