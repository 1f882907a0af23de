package stage5.order.payment;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The fields of the provider's response to a charge or a void that order-service reads.
 *
 * @param status {@value #SUCCEEDED} or {@value #VOIDED}; any other value proves neither
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record Charge(String id, String status) {

    static final String SUCCEEDED = "succeeded";
    static final String VOIDED = "voided";
}
