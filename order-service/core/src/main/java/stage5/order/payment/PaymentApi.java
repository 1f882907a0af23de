package stage5.order.payment;

import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
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
    Uni<Void> voidCharge(@PathParam("idempotencyKey") String idempotencyKey);

    /** Returns the exception for a status: 429 and 5xx leave the outcome unknown, any other 4xx is a refusal. */
    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        int status = response.getStatus();
        if (status < 400) {
            return null;
        }
        return status < 500 && status != Response.Status.TOO_MANY_REQUESTS.getStatusCode()
                ? new ChargeRefusedException(status)
                : new PaymentUnavailableException(status);
    }
}
