package stage5.order.placing;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * The body of {@code POST /api/orders}.
 *
 * @param lines the ordered products; each product occurs once
 * @param paymentToken the token that the payment provider issued to the customer's browser for the card
 */
@RegisterForReflection
public record PlaceOrderRequest(
        @NotNull @Size(min = 1, max = MAX_LINES) List<@NotNull @Valid Line> lines,

        @NotNull @Pattern(regexp = "[\\x21-\\x7E]{1,255}", message = "must be 1 to 255 visible ASCII characters")
        String paymentToken) {

    static final int MAX_LINES = 50;
    static final int MAX_QUANTITY = 1000;

    /**
     * Keeps at most one line more than allowed. The request stays invalid, but the validation does not create a violation for
     * each of thousands of lines, which takes seconds.
     */
    public PlaceOrderRequest {
        if (lines != null && lines.size() > MAX_LINES) {
            lines = lines.subList(0, MAX_LINES + 1);
        }
    }

    /** The ordered quantity of one product. */
    @RegisterForReflection
    public record Line(
            @NotNull
            @Pattern(
                    regexp = "[A-Za-z0-9._-]{1,64}",
                    message = "must be 1 to 64 letters, digits, dots, underscores or hyphens")
            String sku,

            @NotNull @Min(1) @Max(MAX_QUANTITY) Integer quantity) {}
}
