package stage5.user.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import stage5.user.account.AccountStore;
import stage5.user.account.AccountStore.Credentials;
import stage5.user.account.AdminAccount;
import stage5.user.attempt.AttemptLimits;
import stage5.user.domain.Account;
import stage5.user.domain.EmailAddress;
import stage5.user.domain.RefreshToken;
import stage5.user.domain.Session;
import stage5.user.password.HashingWorkers.Purpose;
import stage5.user.password.PasswordHashing;
import stage5.user.session.SessionStore.ListedSession;
import stage5.user.session.SessionStore.LiveSession;
import stage5.user.token.AccessTokens;

/** The commands and queries on sessions: log-in, refresh, list, log-out. */
@ApplicationScoped
public class Sessions {

    private static final Logger LOG = Logger.getLogger(Sessions.class);

    private final AccountStore accounts;
    private final AdminAccount admin;
    private final AttemptLimits limits;
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
            AttemptLimits limits,
            PasswordHashing passwords,
            SessionStore sessions,
            AccessTokens tokens,
            MeterRegistry metrics) {
        this.accounts = accounts;
        this.admin = admin;
        this.limits = limits;
        this.passwords = passwords;
        this.sessions = sessions;
        this.tokens = tokens;
        this.loggedIn = metrics.counter("stage5.logins", "outcome", "ok");
        this.rejected = metrics.counter("stage5.logins", "outcome", "refused");
        this.misused = metrics.counter("stage5.sessions.misused");
    }

    /**
     * Completes with the tokens of a new session, or empty if e-mail or password is wrong. Both cases take the same
     * work, so that their timing does not reveal which e-mail addresses have accounts. Fails with a 429 problem if there
     * are too many attempts.
     *
     * @param address the client's address
     * @param client a label of the client, for the list of sessions
     */
    public Uni<Optional<SessionTokens>> logIn(EmailAddress email, String password, String address, String client) {
        return limits.logIn(email, address).chain(attempt -> verify(email, password)
                .call(verified -> verified.map(credentials -> limits.succeeded(attempt))
                        .orElse(Uni.createFrom().voidItem()))
                .chain(verified -> verified.map(credentials ->
                                start(credentials.account(), client).map(Optional::of))
                        .orElseGet(this::reject)));
    }

    /** Completes with the account and its hash if the password is right, else empty. */
    private Uni<Optional<Credentials>> verify(EmailAddress email, String password) {
        return admin.beforeLogIn(email)
                .chain(() -> accounts.credentials(email))
                .chain(found -> passwords
                        .matches(password, found.map(Credentials::hash).orElse(passwords.decoy()))
                        .map(matches -> found.filter(credentials -> matches)))
                .call(verified -> verified.map(credentials -> replaceOutdatedHash(credentials, password))
                        .orElse(Uni.createFrom().voidItem()));
    }

    /**
     * Completes with the session's next tokens; empty if the session has ended, or if the token was used before, which
     * ends the session. Fails with a 429 problem if there are too many attempts.
     *
     * @param address the client's address
     */
    public Uni<Optional<SessionTokens>> refresh(String refreshToken, String address) {
        return RefreshToken.parse(refreshToken)
                .map(token -> limits.refresh(token.sessionId(), address).chain(() -> rotate(token)))
                .orElse(Uni.createFrom().item(Optional.empty()));
    }

    /** Completes with the session's user and expiry, or empty if it has ended. */
    public Uni<Optional<LiveSession>> find(String sessionId) {
        return sessions.find(sessionId);
    }

    /** Completes with whether the session's user has the role now; the role of an access token may be minutes old. */
    public Uni<Boolean> hasRole(LiveSession session, String role) {
        return accounts.find(session.userId())
                .map(account -> account.filter(found -> found.is(role)).isPresent());
    }

    /** Completes with the user's sessions, the newest first. */
    public Uni<List<ListedSession>> list(String userId) {
        return sessions.list(userId);
    }

    /** Completes with true once the user's session has ended; with false if the user has no such session. */
    public Uni<Boolean> end(String userId, String sessionId) {
        return sessions.end(userId, sessionId);
    }

    /** Completes once all sessions of the user but one have ended. */
    public Uni<Void> endOthers(String userId, String sessionId) {
        return sessions.endOthers(userId, sessionId);
    }

    private Uni<SessionTokens> start(Account account, String client) {
        Session session = new Session(UUID.randomUUID().toString(), account.id(), account.roles());
        RefreshToken refresh = RefreshToken.fresh(session.id(), random);
        return sessions.start(session, refresh, client)
                .invoke(() -> loggedIn.increment())
                .map(stored -> issue(session, refresh));
    }

    private Uni<Optional<SessionTokens>> reject() {
        rejected.increment();
        return Uni.createFrom().item(Optional.empty());
    }

    /** Reads the account first: once the token is replaced, a failure would cost the client its session. */
    private Uni<Optional<SessionTokens>> rotate(RefreshToken used) {
        return sessions.find(used.sessionId()).chain(found -> found.map(
                        live -> accounts.find(live.userId()).chain(account -> account.map(owner -> rotate(used, owner))
                                .orElseGet(() -> endOrphan(live))))
                .orElse(Uni.createFrom().item(Optional.empty())));
    }

    private Uni<Optional<SessionTokens>> rotate(RefreshToken used, Account owner) {
        RefreshToken next = RefreshToken.fresh(used.sessionId(), random);
        Session session = new Session(used.sessionId(), owner.id(), owner.roles());
        return sessions.rotate(used, next).map(rotation -> switch (rotation) {
            case ROTATED -> Optional.of(issue(session, next));
            case MISUSED -> {
                misused.increment();
                LOG.warnf("Session %s was ended: a refresh token was used twice", used.sessionId());
                yield Optional.empty();
            }
            case ENDED -> Optional.empty();
        });
    }

    private Uni<Optional<SessionTokens>> endOrphan(LiveSession session) {
        return sessions.end(session.userId(), session.id()).replaceWith(Optional.empty());
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
                .hash(Purpose.LOG_IN, password)
                .chain(hash -> accounts.replaceHash(credentials, hash))
                .onFailure()
                .invoke(e ->
                        LOG.warnf("Could not replace the outdated password hash of %s: %s", credentials, e.toString()))
                .onFailure()
                .recoverWithNull();
    }
}
