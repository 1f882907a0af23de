package stage5.order.placing;

import java.util.HexFormat;
import stage5.kit.web.hash.Sha256;

/** A digest of the content of a request, independent of how its JSON is formatted. */
final class RequestDigest {

    private static final char FIELD_END = '\n'; // cannot occur in a field

    private RequestDigest() {}

    /** Returns the SHA-256 of the request's lines and payment token, in hexadecimal. */
    static String of(PlaceOrderRequest request) {
        StringBuilder canonical = new StringBuilder();
        for (PlaceOrderRequest.Line line : request.lines()) {
            canonical
                    .append(line.sku())
                    .append(FIELD_END)
                    .append(line.quantity())
                    .append(FIELD_END);
        }
        canonical.append(FIELD_END).append(request.paymentToken());
        return HexFormat.of().formatHex(Sha256.of(canonical.toString()));
    }
}
