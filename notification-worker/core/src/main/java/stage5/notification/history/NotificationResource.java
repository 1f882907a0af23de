package stage5.notification.history;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import stage5.kit.web.http.QueryNumber;
import stage5.kit.web.page.Page;
import stage5.kit.web.text.TextLength;

/** {@code GET /api/notifications}: the mails of a customer, newest first. For administrators. */
@Path("/api/notifications")
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
public class NotificationResource {

    private static final int MAX_LIMIT = 100;

    private final MailHistory mails;

    NotificationResource(MailHistory mails) {
        this.mails = mails;
    }

    @GET
    public Uni<Page<MailSummary>> list(
            @QueryParam("customer") @NotNull @TextLength(min = 1, max = 100) String customer,
            @QueryParam("limit") @DefaultValue("20") String limit,
            @QueryParam("cursor") @TextLength(min = 1, max = 200) String cursor) {
        return mails.page(customer, QueryNumber.between(1, MAX_LIMIT, "limit", limit), cursor);
    }
}
