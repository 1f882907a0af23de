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

/** The commands on sessions: log-in, refresh, log-out. */
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
    private final Counter rejected;
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
        this.rejected = metrics.counter("stage5.logins", "outcome", "refused");
        this.misused = metrics.counter("stage5.sessions.misused");
    }

    /**
     * Completes with the tokens of a new session, or empty if e-mail or password is wrong. Both cases take the same
     * work, so that their timing does not reveal which e-mail addresses have accounts.
     */
    public Uni<Optional<SessionTokens>> logIn(EmailAddress email, String password) {
        return admin.beforeLogIn(email)
                .chain(() -> accounts.credentials(email))
                .chain(found -> passwords
                        .matches(password, found.map(Credentials::hash).orElse(passwords.decoy()))
                        .map(matches -> found.filter(credentials -> matches)))
                .call(verified -> verified.map(credentials -> replaceOutdatedHash(credentials, password))
                        .orElse(Uni.createFrom().voidItem()))
                .chain(verified -> verified.map(
                                credentials -> start(credentials.account()).map(Optional::of))
                        .orElseGet(this::reject));
    }

    /**
     * Completes with the session's next tokens; empty if the session has ended, or if the token was used before, which
     * ends the session.
     */
    public Uni<Optional<SessionTokens>> refresh(String refreshToken) {
        return RefreshToken.parse(refreshToken)
                .map(this::rotate)
                .orElse(Uni.createFrom().item(Optional.empty()));
    }

    /** Completes with the session's user and expiry, or empty if it has ended. */
    public Uni<Optional<LiveSession>> find(String sessionId) {
        return sessions.find(sessionId);
    }

    /** Completes once the session has ended. */
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

    private Uni<Optional<SessionTokens>> reject() {
        rejected.increment();
        return Uni.createFrom().item(Optional.empty());
    }

    private Uni<Optional<SessionTokens>> rotate(RefreshToken used) {
        RefreshToken next = RefreshToken.fresh(used.sessionId(), random);
        return sessions.rotate(used, next).map(rotation -> switch (rotation) {
            case Rotation.Rotated(Session session) -> Optional.of(issue(session, next));
            case Rotation.Misused() -> {
                misused.increment();
                LOG.warnf("Session %s was ended: a refresh token was used twice", used.sessionId());
                yield Optional.empty();
            }
            case Rotation.Ended() -> Optional.empty();
        });
    }

    private SessionTokens issue(Session session, RefreshToken refresh) {
        return new SessionTokens(
                tokens.issue(session), refresh.value(), tokens.lifetime().toSeconds());
    }

    /**
     * Replaces a hash with outdated parameters; only a log-in has the password for that. The log-in succeeds even if
     * replacing fails.
     */
    private Uni<Void> replaceOutdatedHash(Credentials credentials, String password) {
        if (!passwords.isOutdated(credentials.hash())) {
            return Uni.createFrom().voidItem();
        }
        return passwords
                .hash(password)
                .chain(hash -> accounts.replaceHash(credentials, hash))
                .onFailure()
                .invoke(e ->
                        LOG.warnf("Could not replace the outdated password hash of %s: %s", credentials, e.toString()))
                .onFailure()
                .recoverWithNull();
    }
}
