package stage5.user.session;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import stage5.kit.web.identity.Caller;
import stage5.kit.web.problem.ProblemException;
import stage5.user.domain.EmailAddress;
import stage5.user.session.SessionStore.LiveSession;

/** HTTP resource of sessions: log-in, refresh and log-out. */
@Path("/api/sessions")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {

    private static final String CURRENT = "/api/sessions/current";

    private final Sessions sessions;
    private final Caller caller;

    SessionResource(Sessions sessions, Caller caller) {
        this.sessions = sessions;
        this.caller = caller;
    }

    @POST
    @PermitAll
    public Uni<RestResponse<SessionTokens>> logIn(@NotNull @Valid LogIn body) {
        return sessions.logIn(new EmailAddress(body.email()), body.password())
                .map(tokens -> tokens.map(SessionResource::created)
                        .orElseThrow(() -> ProblemException.unauthorized("E-mail or password is wrong.")));
    }

    @POST
    @Path("/refresh")
    @PermitAll
    public Uni<RestResponse<SessionTokens>> refresh(@NotNull @Valid Refresh body) {
        return sessions.refresh(body.refreshToken()).map(tokens -> tokens.map(SessionResource::created)
                .orElseThrow(() -> ProblemException.unauthorized("The refresh token is not valid: log in again.")));
    }

    @GET
    @Path("/current")
    @Authenticated
    public Uni<LiveSession> current() {
        return sessions.find(caller.sessionId())
                .map(session -> session.orElseThrow(
                        () -> ProblemException.unauthorized("The session has ended: log in again.")));
    }

    @DELETE
    @Path("/current")
    @Authenticated
    public Uni<Void> logOut() {
        return sessions.end(caller.sessionId());
    }

    /** Caches must not store tokens (<a href="https://www.rfc-editor.org/rfc/rfc6749">RFC 6749</a>, 5.1). */
    private static RestResponse<SessionTokens> created(SessionTokens tokens) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, tokens)
                .header(HttpHeaders.LOCATION, CURRENT)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
