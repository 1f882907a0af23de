package stage5.user.account;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.RestResponse;
import stage5.kit.web.http.ClientAddress;
import stage5.kit.web.identity.Caller;
import stage5.kit.web.problem.ProblemException;
import stage5.user.attempt.AttemptLimits;
import stage5.user.domain.Account;
import stage5.user.domain.EmailAddress;
import stage5.user.domain.EmailTakenException;

/** HTTP resource of accounts: sign-up and profile. */
@Path("/api/users")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class UserResource {

    private static final String PROFILE = "/api/users/me";

    private final Accounts accounts;
    private final Caller caller;
    private final ExternalAccounts externals;
    private final AttemptLimits limits;
    private final ClientAddress clients;

    UserResource(
            Accounts accounts, ExternalAccounts externals, Caller caller, AttemptLimits limits, ClientAddress clients) {
        this.accounts = accounts;
        this.externals = externals;
        this.caller = caller;
        this.limits = limits;
        this.clients = clients;
    }

    @POST
    @PermitAll
    @LocalAccountsOnly
    public Uni<RestResponse<UserView>> register(@NotNull @Valid NewUser body, @Context HttpServerRequest request) {
        EmailAddress email = new EmailAddress(body.email());
        return limits.signUp(email, clients.of(request))
                .chain(() -> accounts.register(email, body.name(), body.password(), Set.of(Account.CUSTOMER)))
                .map(account -> RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, UserView.of(account))
                        .header(HttpHeaders.LOCATION, PROFILE)
                        .build())
                .onFailure(EmailTakenException.class)
                .call(() -> accounts.tellOwner(email))
                .onFailure(EmailTakenException.class)
                .transform(e -> ProblemException.conflict("email-taken", "There is an account with this e-mail."));
    }

    @GET
    @Path("/me")
    @Authenticated
    public Uni<UserView> profile() {
        return accounts.find(caller.userId()).map(UserResource::view);
    }

    /** Creates or updates the account of an external issuer's customer. */
    @PUT
    @Path("/me")
    @Authenticated
    public Uni<UserView> adopt(@NotNull @Valid IdToken body) {
        return externals.adopt(caller.userId(), body.idToken()).map(UserView::of);
    }

    @PATCH
    @Path("/me")
    @Authenticated
    public Uni<UserView> rename(@NotNull @Valid NameChange body) {
        return accounts.rename(caller.userId(), body.name()).map(UserResource::view);
    }

    private static UserView view(Optional<Account> account) {
        return account.map(UserView::of).orElseThrow(() -> ProblemException.notFound("account of this access token"));
    }
}
