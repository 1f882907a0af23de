package stage5.order.payment;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The fields of the provider's response to a charge that order-service reads. */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record Charge(String id) {}
