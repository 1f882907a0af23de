package stage5.kit.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/**
 * A Lua script that Redis runs atomically. It is sent with each call ({@code EVAL}, a few hundred bytes), because a
 * restarted Redis has an empty script cache.
 */
public final class RedisScript {

    private final String text;

    private RedisScript(String text) {
        this.text = text;
    }

    /** Returns a script with this Lua source. */
    public static RedisScript of(String text) {
        return new RedisScript(text);
    }

    /**
     * Returns the script in a resource file in the package of a class; throws {@link UncheckedIOException} if it is
     * missing.
     */
    public static RedisScript beside(Class<?> user, String file) {
        try (InputStream stream = user.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IOException("No script " + file + " in the package of " + user);
            }
            return of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Completes with the script's result once Redis has run it; fails as {@link GuardedRedis#send} does. */
    public Uni<Response> run(GuardedRedis redis, Collection<String> keys, List<?> arguments) {
        Request request = Request.cmd(Command.EVAL).arg(text).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(argument -> request.arg(argument.toString()));
        return redis.send(request);
    }
}
