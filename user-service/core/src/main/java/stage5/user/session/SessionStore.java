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
import stage5.kit.redis.GuardedRedis;
import stage5.kit.redis.RedisScript;
import stage5.kit.web.problem.ProblemException;
import stage5.user.UserConfig;
import stage5.user.domain.RefreshToken;
import stage5.user.domain.Session;

/**
 * Stores sessions in Redis, each as a hash {@code session/{id}} that expires some time after its last refresh. There is
 * no other copy: if Redis does not answer, every method fails with a 503 problem.
 */
@ApplicationScoped
public class SessionStore {

    private static final Logger LOG = Logger.getLogger(SessionStore.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private static final RedisScript START = RedisScript.of("""
            redis.call('HSET', KEYS[1], 'userId', ARGV[1], 'roles', ARGV[2], 'refresh', ARGV[3], 'createdAt', ARGV[4])
            redis.call('PEXPIRE', KEYS[1], ARGV[5])
            return 1
            """);

    /**
     * A secret other than the current one was used before or is forged. Either way the session is compromised, so it
     * ends.
     */
    private static final RedisScript ROTATE = RedisScript.of("""
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

    private static final RedisScript FIND = RedisScript.of("""
            local user = redis.call('HGET', KEYS[1], 'userId')
            if not user then
              return false
            end
            return {user, redis.call('PTTL', KEYS[1])}
            """);

    private static final RedisScript END = RedisScript.of("return redis.call('DEL', KEYS[1])");

    private final GuardedRedis redis;
    private final Clock clock;
    private final String lifetimeMillis;

    SessionStore(GuardedRedis redis, Clock clock, UserConfig config) {
        this.redis = redis;
        this.clock = clock;
        this.lifetimeMillis = Long.toString(config.session().lifetime().toMillis());
    }

    /** Completes once the session is stored with the fingerprint of its first refresh token. */
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

    /** Replaces the session's refresh token; completes with the outcome. Of concurrent attempts one succeeds. */
    Uni<Rotation> rotate(RefreshToken used, RefreshToken next) {
        return run(ROTATE, used.sessionId(), used.fingerprint(), next.fingerprint(), lifetimeMillis)
                .map(reply -> switch (reply.get(0).toString()) {
                    case "rotated" ->
                        new Rotation.Rotated(new Session(
                                used.sessionId(),
                                reply.get(1).toString(),
                                Set.of(reply.get(2).toString().split(","))));
                    case "misused" -> new Rotation.Misused();
                    default -> new Rotation.Ended();
                });
    }

    /** Completes with the session's user and expiry, or empty if it has ended. */
    Uni<Optional<LiveSession>> find(String sessionId) {
        return run(FIND, sessionId).map(reply -> Optional.ofNullable(reply)
                .map(live -> new LiveSession(
                        sessionId,
                        live.get(0).toString(),
                        clock.instant().plusMillis(live.get(1).toLong()))));
    }

    /** Completes once the session has ended, also if it had ended before. */
    Uni<Void> end(String sessionId) {
        return run(END, sessionId).replaceWithVoid();
    }

    private Uni<Response> run(RedisScript script, String sessionId, String... arguments) {
        return script.run(redis, List.of("session/" + sessionId), List.of(arguments))
                .onFailure()
                .transform(e -> {
                    LOG.warnf("Redis did not answer a session command: %s", e.toString());
                    return ProblemException.unavailable("Sessions can't be reached at the moment.", RETRY_AFTER);
                });
    }

    /** The outcome of a refresh. */
    sealed interface Rotation {

        /** The session continues with the next refresh token. */
        record Rotated(Session session) implements Rotation {}

        /** A refresh token was used twice, so the session was ended. */
        record Misused() implements Rotation {}

        /** The session does not exist or has ended. */
        record Ended() implements Rotation {}
    }

    /**
     * The JSON form of a session that has not ended. It expires at the given time unless it is refreshed or ended
     * before.
     */
    record LiveSession(String id, String userId, Instant expiresAt) {}
}
