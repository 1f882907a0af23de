package stage5.user.session;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import stage5.kit.web.http.ClientAddress;
import stage5.kit.web.identity.Caller;
import stage5.kit.web.problem.ProblemException;
import stage5.user.account.LocalAccountsOnly;
import stage5.user.domain.EmailAddress;
import stage5.user.session.SessionStore.LiveSession;

/** HTTP resource of sessions: log-in, refresh, list and log-out. */
@Path("/api/sessions")
@LocalAccountsOnly
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {

    private static final String CURRENT = "/api/sessions/current";

    private final Sessions sessions;
    private final Caller caller;
    private final ClientAddress clients;

    SessionResource(Sessions sessions, Caller caller, ClientAddress clients) {
        this.sessions = sessions;
        this.caller = caller;
        this.clients = clients;
    }

    @POST
    @PermitAll
    public Uni<RestResponse<SessionTokens>> logIn(@NotNull @Valid LogIn body, @Context HttpServerRequest request) {
        return sessions.logIn(
                        new EmailAddress(body.email()),
                        body.password(),
                        clients.of(request),
                        // In the lambda form Quarkus splits the header at its commas.
                        ClientLabel.of(String.join(",", request.headers().getAll(HttpHeaders.USER_AGENT))))
                .map(tokens -> tokens.map(SessionResource::created)
                        .orElseThrow(() -> ProblemException.unauthorized("E-mail or password is wrong.")));
    }

    @POST
    @Path("/refresh")
    @PermitAll
    public Uni<RestResponse<SessionTokens>> refresh(@NotNull @Valid Refresh body, @Context HttpServerRequest request) {
        return sessions.refresh(body.refreshToken(), clients.of(request)).map(tokens -> tokens.map(
                        SessionResource::created)
                .orElseThrow(() -> ProblemException.unauthorized("The refresh token is not valid: log in again.")));
    }

    @GET
    @Authenticated
    public Uni<SessionList> list() {
        return sessions.list(caller.userId())
                .map(found -> SessionList.of(found, caller.sessionId()).orElseThrow(SessionResource::ended));
    }

    /** Ends all sessions of the caller but the current one. */
    @DELETE
    @Authenticated
    public Uni<Void> endOthers() {
        return current(null).chain(session -> sessions.endOthers(session.userId(), session.id()));
    }

    @GET
    @Path("/current")
    @Authenticated
    public Uni<LiveSession> current(@QueryParam("role") String role) {
        return sessions.find(caller.sessionId())
                .map(session -> session.orElseThrow(SessionResource::ended))
                .call(session -> role == null ? Uni.createFrom().voidItem() : requireRole(session, role));
    }

    @DELETE
    @Path("/current")
    @Authenticated
    public Uni<Void> logOut() {
        return sessions.end(caller.userId(), caller.sessionId()).replaceWithVoid();
    }

    @DELETE
    @Path("/{id}")
    @Authenticated
    public Uni<Void> end(@PathParam("id") String id) {
        return current(null)
                .chain(session -> sessions.end(session.userId(), id))
                .invoke(ended -> {
                    if (!ended) {
                        throw ProblemException.notFound("such session of this account");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> requireRole(LiveSession session, String role) {
        return sessions.hasRole(session, role)
                .invoke(has -> {
                    if (!has) {
                        throw ProblemException.of(
                                403, "forbidden", "Not allowed", "The account lacks the role for this.");
                    }
                })
                .replaceWithVoid();
    }

    static ProblemException ended() {
        return ProblemException.unauthorized("The session has ended: log in again.");
    }

    /** Caches must not store tokens (<a href="https://www.rfc-editor.org/rfc/rfc6749">RFC 6749</a>, 5.1). */
    private static RestResponse<SessionTokens> created(SessionTokens tokens) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, tokens)
                .header(HttpHeaders.LOCATION, CURRENT)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
