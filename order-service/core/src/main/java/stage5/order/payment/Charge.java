package stage5.order.payment;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What order-service reads of the provider's answer to a charge. */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record Charge(String id) {}
