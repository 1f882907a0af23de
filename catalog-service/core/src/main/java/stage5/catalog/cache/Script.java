package stage5.catalog.cache;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import stage5.kit.redis.GuardedRedis;

/**
 * A Lua script that Redis runs as one atomic step. It is sent whole each time, a few hundred bytes, so that a Redis
 * which has been restarted needs nothing loaded.
 */
final class Script {

    private final String text;

    private Script(String text) {
        this.text = text;
    }

    /** Returns the script in a file beside this class; throws {@link UncheckedIOException} where there is none. */
    static Script load(String file) {
        try (InputStream stream = Script.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IOException("There is no script " + file);
            }
            return new Script(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what the script returns for these keys and arguments. */
    Uni<Response> run(GuardedRedis redis, Collection<String> keys, List<String> arguments) {
        List<String> parts = new ArrayList<>();
        parts.add(text);
        parts.add(Integer.toString(keys.size()));
        parts.addAll(keys);
        parts.addAll(arguments);
        return redis.send(GuardedRedis.request(Command.EVAL, parts));
    }
}
