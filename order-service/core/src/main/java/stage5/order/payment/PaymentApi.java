package stage5.order.payment;

import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The raw REST interface of the payment provider. Use it through {@link PaymentClient}, which adds resilience. */
@RegisterRestClient(configKey = "payment")
@Path("/charges")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface PaymentApi {

    @POST
    Uni<Charge> charge(@HeaderParam("Idempotency-Key") String idempotencyKey, ChargeRequest request);

    @POST
    @Path("/{idempotencyKey}/void")
    Uni<Charge> voidCharge(@PathParam("idempotencyKey") String idempotencyKey);

    /** Returns the exception for the status of a response; null for 2xx, whose body shows the outcome. */
    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return failure(response.getStatus(), response.getHeaderString(HttpHeaders.RETRY_AFTER) != null);
    }

    /**
     * Returns the exception for a status. Only 402 and 422 are the provider's decision about the charge. 409, 425 and 429
     * are defined as "later" (<a
     * href="https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header#section-2.7">409 while a request
     * with the same key is outstanding</a>), and so is a 503 with {@code Retry-After}: the provider sheds load. All others can
     * also come from a proxy or a wrong configuration.
     */
    static RuntimeException failure(int status, boolean hasRetryAfter) {
        return switch (status) {
            case 402, 422 -> new ChargeRefusedException(status);
            case 409, 425, 429 -> new PaymentDeferredException(status);
            case 503 -> hasRetryAfter ? new PaymentDeferredException(status) : new PaymentUnavailableException(status);
            default -> status >= 200 && status < 300 ? null : new PaymentUnavailableException(status);
        };
    }
}
