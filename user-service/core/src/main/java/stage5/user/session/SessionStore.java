package stage5.user.session;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import stage5.kit.problem.ProblemException;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.redis.Script;
import stage5.user.UserConfig;
import stage5.user.domain.RefreshToken;
import stage5.user.domain.Session;

/**
 * The sessions, each a hash {@code session/{id}} that Redis forgets some time after its last refresh. There is no other
 * copy: without Redis every method fails with a 503 problem.
 */
@ApplicationScoped
public class SessionStore {

    private static final Logger LOG = Logger.getLogger(SessionStore.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private static final Script START = Script.of("""
            redis.call('HSET', KEYS[1], 'userId', ARGV[1], 'roles', ARGV[2], 'refresh', ARGV[3], 'createdAt', ARGV[4])
            redis.call('PEXPIRE', KEYS[1], ARGV[5])
            return 1
            """);

    /** A secret that isn't the present one is a spent or a made-up one: either way the session can't be trusted. */
    private static final Script ROTATE = Script.of("""
            local session = redis.call('HMGET', KEYS[1], 'userId', 'roles', 'refresh')
            if not session[1] then
              return {'ended'}
            end
            if session[3] ~= ARGV[1] then
              redis.call('DEL', KEYS[1])
              return {'misused'}
            end
            redis.call('HSET', KEYS[1], 'refresh', ARGV[2])
            redis.call('PEXPIRE', KEYS[1], ARGV[3])
            return {'rotated', session[1], session[2]}
            """);

    private static final Script FIND = Script.of("""
            local user = redis.call('HGET', KEYS[1], 'userId')
            if not user then
              return false
            end
            return {user, redis.call('PTTL', KEYS[1])}
            """);

    private static final Script END = Script.of("return redis.call('DEL', KEYS[1])");

    private final GuardedRedis redis;
    private final Clock clock;
    private final String lifetimeMillis;

    SessionStore(GuardedRedis redis, Clock clock, UserConfig config) {
        this.redis = redis;
        this.clock = clock;
        this.lifetimeMillis = Long.toString(config.session().lifetime().toMillis());
    }

    /** Returns when the session is stored, with the refresh token that goes on with it. */
    Uni<Void> start(Session session, RefreshToken refresh) {
        return run(
                        START,
                        session.id(),
                        session.userId(),
                        String.join(",", session.roles()),
                        refresh.fingerprint(),
                        clock.instant().toString(),
                        lifetimeMillis)
                .replaceWithVoid();
    }

    /** Returns what came of swapping the session's refresh token for the next one: of several who try, one succeeds. */
    Uni<Rotation> rotate(RefreshToken spent, RefreshToken next) {
        return run(ROTATE, spent.sessionId(), spent.fingerprint(), next.fingerprint(), lifetimeMillis)
                .map(answer -> switch (answer.get(0).toString()) {
                    case "rotated" ->
                        new Rotation.Rotated(new Session(
                                spent.sessionId(),
                                answer.get(1).toString(),
                                Set.of(answer.get(2).toString().split(","))));
                    case "misused" -> new Rotation.Misused();
                    default -> new Rotation.Ended();
                });
    }

    /** Returns whose the session is and when it ends, or empty where it has ended. */
    Uni<Optional<LiveSession>> find(String sessionId) {
        return run(FIND, sessionId).map(answer -> Optional.ofNullable(answer)
                .map(live -> new LiveSession(
                        sessionId,
                        live.get(0).toString(),
                        clock.instant().plusMillis(live.get(1).toLong()))));
    }

    /** Returns when the session has ended, also where it had before. */
    Uni<Void> end(String sessionId) {
        return run(END, sessionId).replaceWithVoid();
    }

    private Uni<Response> run(Script script, String sessionId, String... arguments) {
        return script.run(redis, List.of("session/" + sessionId), List.of(arguments))
                .onFailure()
                .transform(e -> {
                    LOG.warnf("Redis does not answer for a session: %s", e.toString());
                    return ProblemException.unavailable("Sessions can't be reached at the moment.", RETRY_AFTER);
                });
    }

    /** What came of a refresh. */
    sealed interface Rotation {

        /** The session goes on with the next token. */
        record Rotated(Session session) implements Rotation {}

        /** A spent token was used again, so the session was ended. */
        record Misused() implements Rotation {}

        /** There is no such session any more. */
        record Ended() implements Rotation {}
    }

    /** A session that goes on until it is ended, or else until the given time. */
    record LiveSession(String id, String userId, Instant expiresAt) {}
}
