package stage5.user.session;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import stage5.kit.web.identity.Caller;
import stage5.kit.web.problem.Problem.FieldError;
import stage5.kit.web.problem.ProblemException;
import stage5.user.account.Accounts;
import stage5.user.account.LocalAccountsOnly;
import stage5.user.attempt.AttemptLimits;

/** HTTP resource of a user's password. */
@Path("/api/users/me/password")
@LocalAccountsOnly
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class PasswordResource {

    /** Ending the other sessions is repeated, because the password is changed already. */
    private static final int RETRIES = 2;

    private final Accounts accounts;
    private final Sessions sessions;
    private final AttemptLimits limits;
    private final Caller caller;

    PasswordResource(Accounts accounts, Sessions sessions, AttemptLimits limits, Caller caller) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.limits = limits;
        this.caller = caller;
    }

    /** Changes the password and ends the caller's other sessions. */
    @PUT
    @Authenticated
    public Uni<Void> change(@NotNull @Valid PasswordChange body) {
        String userId = caller.userId();
        String sessionId = caller.sessionId();
        return sessions.find(sessionId)
                .invoke(session -> session.orElseThrow(SessionResource::ended))
                .chain(() -> limits.passwordChange(userId))
                .chain(() -> accounts.changePassword(userId, body.oldPassword(), body.newPassword()))
                .invoke(PasswordResource::requireChange)
                .chain(() -> sessions.endOthers(userId, sessionId)
                        .onFailure()
                        .retry()
                        .atMost(RETRIES));
    }

    private static void requireChange(boolean changed) {
        if (!changed) {
            throw ProblemException.unprocessable(
                    "wrong-password", "The old password is wrong.", List.of(new FieldError("oldPassword", "is wrong")));
        }
    }
}
