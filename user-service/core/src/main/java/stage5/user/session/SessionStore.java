package stage5.user.session;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import stage5.kit.redis.RedisScript;
import stage5.kit.web.problem.ProblemException;
import stage5.user.UserConfig;
import stage5.user.domain.RefreshToken;
import stage5.user.domain.Session;

/**
 * Stores sessions in Redis, each as a hash {@code session/{id}} that expires some time after its last refresh, and the ids
 * of an account's sessions as a sorted set {@code sessions-of/{userId}}. There is no other copy: if Redis does not answer,
 * every method fails with a 503 problem.
 */
@ApplicationScoped
public class SessionStore {

    private static final Logger LOG = Logger.getLogger(SessionStore.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** Removes ended sessions from the account's list only once it is full: the others are removed when it is read. */
    private static final RedisScript START = RedisScript.of("""
            redis.call('HSET', KEYS[1], 'userId', ARGV[2], 'refresh', ARGV[3], 'client', ARGV[4], 'createdAt', ARGV[5],
              'lastUsedAt', ARGV[5], 'endsAt', ARGV[5] + ARGV[7])
            redis.call('PEXPIRE', KEYS[1], math.min(ARGV[6], ARGV[7]))
            redis.call('ZADD', KEYS[2], ARGV[5], ARGV[1])
            redis.call('PEXPIRE', KEYS[2], ARGV[7])
            if redis.call('ZCARD', KEYS[2]) > tonumber(ARGV[8]) then
              for _, id in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
                if redis.call('EXISTS', 'session/' .. id) == 0 then
                  redis.call('ZREM', KEYS[2], id)
                end
              end
              while redis.call('ZCARD', KEYS[2]) > tonumber(ARGV[8]) do
                redis.call('DEL', 'session/' .. redis.call('ZPOPMIN', KEYS[2])[1])
              end
            end
            return 1
            """);

    /**
     * A secret other than the current one was used before or is forged. Either way the session is compromised, so it
     * ends.
     */
    private static final RedisScript ROTATE = RedisScript.of("""
            local session = redis.call('HMGET', KEYS[1], 'refresh', 'endsAt')
            if not session[1] then
              return 'ended'
            end
            if session[1] ~= ARGV[1] then
              redis.call('DEL', KEYS[1])
              return 'misused'
            end
            local left = math.min(ARGV[4], session[2] - ARGV[3])
            if left <= 0 then
              redis.call('DEL', KEYS[1])
              return 'ended'
            end
            redis.call('HSET', KEYS[1], 'refresh', ARGV[2], 'lastUsedAt', ARGV[3])
            redis.call('PEXPIRE', KEYS[1], left)
            return 'rotated'
            """);

    private static final RedisScript FIND = RedisScript.of("""
            local user = redis.call('HGET', KEYS[1], 'userId')
            if not user then
              return false
            end
            return {user, redis.call('PTTL', KEYS[1])}
            """);

    private static final RedisScript LIST = RedisScript.of("""
            local found = {}
            for _, id in ipairs(redis.call('ZREVRANGE', KEYS[1], 0, -1)) do
              local session = redis.call('HMGET', 'session/' .. id, 'createdAt', 'lastUsedAt', 'client')
              if session[1] then
                found[#found + 1] = {id, session[1], session[2], session[3], redis.call('PTTL', 'session/' .. id)}
              else
                redis.call('ZREM', KEYS[1], id)
              end
            end
            return found
            """);

    private static final RedisScript END = RedisScript.of("""
            if redis.call('HGET', KEYS[1], 'userId') ~= ARGV[1] then
              return 0
            end
            redis.call('ZREM', KEYS[2], ARGV[2])
            return redis.call('DEL', KEYS[1])
            """);

    private static final RedisScript END_OTHERS = RedisScript.of("""
            for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
              if id ~= ARGV[1] then
                redis.call('DEL', 'session/' .. id)
                redis.call('ZREM', KEYS[1], id)
              end
            end
            return 1
            """);

    private final SessionRedis redis;
    private final Clock clock;
    private final UserConfig.Session config;

    SessionStore(SessionRedis redis, Clock clock, UserConfig config) {
        this.redis = redis;
        this.clock = clock;
        this.config = config.session();
    }

    /**
     * Completes once the session is stored with the fingerprint of its first refresh token. Ends the account's oldest
     * session if it has too many.
     *
     * @param client a label of the client
     */
    Uni<Void> start(Session session, RefreshToken refresh, String client) {
        return run(
                        START,
                        List.of(key(session.id()), listKey(session.userId())),
                        session.id(),
                        session.userId(),
                        refresh.fingerprint(),
                        client,
                        clock.millis(),
                        config.lifetime().toMillis(),
                        config.absoluteLifetime().toMillis(),
                        config.most())
                .replaceWithVoid();
    }

    /**
     * Replaces the session's refresh token; completes with the outcome. Of concurrent attempts one succeeds. The session
     * then expires after its lifetime, but not later than the absolute lifetime after its log-in.
     */
    Uni<Rotation> rotate(RefreshToken used, RefreshToken next) {
        return run(
                        ROTATE,
                        List.of(key(used.sessionId())),
                        used.fingerprint(),
                        next.fingerprint(),
                        clock.millis(),
                        config.lifetime().toMillis())
                .map(reply -> Rotation.valueOf(reply.toString().toUpperCase(Locale.ROOT)));
    }

    /** Completes with the session's user and expiry, or empty if it has ended. */
    Uni<Optional<LiveSession>> find(String sessionId) {
        return run(FIND, List.of(key(sessionId))).map(reply -> Optional.ofNullable(reply)
                .map(live -> new LiveSession(
                        sessionId,
                        live.get(0).toString(),
                        clock.instant().plusMillis(live.get(1).toLong()))));
    }

    /** Completes with the sessions of the user that have not ended, the newest first. */
    Uni<List<ListedSession>> list(String userId) {
        return run(LIST, List.of(listKey(userId))).map(reply -> IntStream.range(0, reply.size())
                .mapToObj(reply::get)
                .map(this::listed)
                .toList());
    }

    /** Completes with true once the session has ended; with false if it had ended before, or belongs to another user. */
    Uni<Boolean> end(String userId, String sessionId) {
        return run(END, List.of(key(sessionId), listKey(userId)), userId, sessionId)
                .map(ended -> ended.toInteger() > 0);
    }

    /** Completes once all sessions of the user but one have ended. */
    Uni<Void> endOthers(String userId, String sessionId) {
        return run(END_OTHERS, List.of(listKey(userId)), sessionId).replaceWithVoid();
    }

    private ListedSession listed(Response session) {
        return new ListedSession(
                session.get(0).toString(),
                Instant.ofEpochMilli(session.get(1).toLong()),
                Instant.ofEpochMilli(session.get(2).toLong()),
                clock.instant().plusMillis(session.get(4).toLong()),
                session.get(3).toString());
    }

    private static String key(String sessionId) {
        return "session/" + sessionId;
    }

    private static String listKey(String userId) {
        return "sessions-of/" + userId;
    }

    private Uni<Response> run(RedisScript script, List<String> keys, Object... arguments) {
        return script.run(redis, keys, List.of(arguments)).onFailure().transform(e -> {
            LOG.warnf("Redis did not answer a session command: %s", e.toString());
            return ProblemException.unavailable("Sessions can't be reached at the moment.", RETRY_AFTER);
        });
    }

    /** The outcome of a refresh. */
    enum Rotation {

        /** The session continues with the next refresh token. */
        ROTATED,

        /** A refresh token was used twice, so the session was ended. */
        MISUSED,

        /** The session does not exist or has ended. */
        ENDED
    }

    /**
     * The JSON form of a session that has not ended. It expires at the given time unless it is refreshed or ended
     * before.
     */
    record LiveSession(String id, String userId, Instant expiresAt) {}

    /**
     * A session of an account.
     *
     * @param lastUsedAt the log-in or the last refresh
     */
    record ListedSession(String id, Instant createdAt, Instant lastUsedAt, Instant expiresAt, String client) {}
}
