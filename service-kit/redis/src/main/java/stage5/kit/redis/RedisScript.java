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
 * A Lua script that Redis runs as one atomic step. It is sent whole each time, a few hundred bytes, so that a Redis
 * which has been restarted needs nothing loaded.
 */
public final class RedisScript {

    private final String text;

    private RedisScript(String text) {
        this.text = text;
    }

    /** Returns the script that this text is. */
    public static RedisScript of(String text) {
        return new RedisScript(text);
    }

    /** Returns the script in a file beside its user; throws {@link UncheckedIOException} where there is none. */
    public static RedisScript beside(Class<?> user, String file) {
        try (InputStream stream = user.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IOException("There is no script " + file + " beside " + user);
            }
            return of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what the script returns for these keys and arguments; fails as {@link GuardedRedis#send} does. */
    public Uni<Response> run(GuardedRedis redis, Collection<String> keys, List<?> arguments) {
        Request request = Request.cmd(Command.EVAL).arg(text).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(argument -> request.arg(argument.toString()));
        return redis.send(request);
    }
}
