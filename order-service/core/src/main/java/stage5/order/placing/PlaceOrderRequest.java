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
 * What a customer asks for.
 *
 * @param lines each product once
 * @param paymentToken what the payment provider gave the customer's browser for her card
 */
@RegisterForReflection
public record PlaceOrderRequest(
        @NotNull @Size(min = 1, max = MAX_LINES) List<@NotNull @Valid Line> lines,

        @NotNull @Pattern(regexp = "[\\x21-\\x7E]{1,255}", message = "must be 1 to 255 visible ASCII characters")
        String paymentToken) {

    static final int MAX_LINES = 50;
    static final int MAX_QUANTITY = 1000;

    /** How many of a product. */
    @RegisterForReflection
    public record Line(
            @NotNull
            @Pattern(
                    regexp = "[A-Za-z0-9._-]{1,64}",
                    message = "must be 1 to 64 letters, digits, dots, underscores or hyphens")
            String sku,

            @NotNull @Min(1) @Max(MAX_QUANTITY) Integer quantity) {}
}
