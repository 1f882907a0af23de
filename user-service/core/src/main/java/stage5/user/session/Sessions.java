package stage5.user.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import stage5.user.account.AccountStore;
import stage5.user.account.AccountStore.Credentials;
import stage5.user.account.AdminAccount;
import stage5.user.domain.Account;
import stage5.user.domain.EmailAddress;
import stage5.user.domain.RefreshToken;
import stage5.user.domain.Session;
import stage5.user.password.PasswordHashing;
import stage5.user.session.SessionStore.LiveSession;
import stage5.user.session.SessionStore.Rotation;
import stage5.user.token.AccessTokens;

/** Logging in, staying logged in, logging out. */
@ApplicationScoped
public class Sessions {

    private static final Logger LOG = Logger.getLogger(Sessions.class);

    private final AccountStore accounts;
    private final AdminAccount admin;
    private final PasswordHashing passwords;
    private final SessionStore sessions;
    private final AccessTokens tokens;
    private final SecureRandom random = new SecureRandom();
    private final Counter loggedIn;
    private final Counter refused;
    private final Counter misused;

    Sessions(
            AccountStore accounts,
            @Readiness AdminAccount admin,
            PasswordHashing passwords,
            SessionStore sessions,
            AccessTokens tokens,
            MeterRegistry metrics) {
        this.accounts = accounts;
        this.admin = admin;
        this.passwords = passwords;
        this.sessions = sessions;
        this.tokens = tokens;
        this.loggedIn = metrics.counter("stage5.logins", "outcome", "ok");
        this.refused = metrics.counter("stage5.logins", "outcome", "refused");
        this.misused = metrics.counter("stage5.sessions.misused");
    }

    /**
     * Returns the tokens of a new session, or empty where e-mail and password are not those of an account: after the
     * same work whichever of them is wrong, so that nobody can find out who has an account here.
     */
    public Uni<Optional<SessionTokens>> logIn(EmailAddress email, String password) {
        return admin.beforeLogIn(email)
                .chain(() -> accounts.credentials(email))
                .chain(found -> passwords
                        .matches(password, found.map(Credentials::hash).orElse(passwords.decoy()))
                        .map(matches -> found.filter(credentials -> matches)))
                .call(known -> known.map(credentials -> renewHash(credentials, password))
                        .orElse(Uni.createFrom().voidItem()))
                .chain(known -> known.map(
                                credentials -> start(credentials.account()).map(Optional::of))
                        .orElseGet(this::refuse));
    }

    /** Returns the session's next tokens; empty where it has ended, or where the token was spent, which ends it. */
    public Uni<Optional<SessionTokens>> refresh(String refreshToken) {
        return RefreshToken.parse(refreshToken)
                .map(this::rotate)
                .orElse(Uni.createFrom().item(Optional.empty()));
    }

    /** Returns whose the session is and when it ends, or empty where it has ended. */
    public Uni<Optional<LiveSession>> find(String sessionId) {
        return sessions.find(sessionId);
    }

    /** Returns when the session has ended. */
    public Uni<Void> end(String sessionId) {
        return sessions.end(sessionId);
    }

    private Uni<SessionTokens> start(Account account) {
        Session session = new Session(UUID.randomUUID().toString(), account.id(), account.roles());
        RefreshToken refresh = RefreshToken.fresh(session.id(), random);
        return sessions.start(session, refresh)
                .invoke(() -> loggedIn.increment())
                .map(stored -> issue(session, refresh));
    }

    private Uni<Optional<SessionTokens>> refuse() {
        refused.increment();
        return Uni.createFrom().item(Optional.empty());
    }

    private Uni<Optional<SessionTokens>> rotate(RefreshToken spent) {
        RefreshToken next = RefreshToken.fresh(spent.sessionId(), random);
        return sessions.rotate(spent, next).map(rotation -> switch (rotation) {
            case Rotation.Rotated(Session session) -> Optional.of(issue(session, next));
            case Rotation.Misused() -> {
                misused.increment();
                LOG.warnf("Session %s was ended: a spent refresh token was used again", spent.sessionId());
                yield Optional.empty();
            }
            case Rotation.Ended() -> Optional.empty();
        });
    }

    private SessionTokens issue(Session session, RefreshToken refresh) {
        return new SessionTokens(
                tokens.issue(session), refresh.value(), tokens.lifetime().toSeconds());
    }

    /** Only now, with the password at hand, a hash of bygone parameters can be replaced. Log-in goes on if it can't. */
    private Uni<Void> renewHash(Credentials credentials, String password) {
        if (!passwords.isOutdated(credentials.hash())) {
            return Uni.createFrom().voidItem();
        }
        return passwords
                .hash(password)
                .chain(hash -> accounts.replaceHash(credentials, hash))
                .onFailure()
                .invoke(e -> LOG.warnf("The password hash of %s stays as it is: %s", credentials, e.toString()))
                .onFailure()
                .recoverWithNull();
    }
}
