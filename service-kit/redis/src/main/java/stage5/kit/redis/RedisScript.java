package stage5.kit.redis;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * A Lua script that Redis runs atomically. A call sends the script's digest ({@code EVALSHA}). Only if Redis does not
 * have the script, as after a restart, is its text sent, which stores it again.
 */
public final class RedisScript {

    private final String text;
    private final String digest;

    private RedisScript(String text) {
        this.text = text;
        this.digest = sha1(text);
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

    /** Completes with the script's result once Redis has run it; fails as {@link RedisCommands#send} does. */
    public Uni<Response> run(RedisCommands redis, Collection<String> keys, List<?> arguments) {
        return redis.send(request(Command.EVALSHA, digest, keys, arguments))
                .onFailure(MissingScriptException.class)
                .recoverWithUni(() -> redis.send(request(Command.EVAL, text, keys, arguments)));
    }

    private static Request request(Command command, String script, Collection<String> keys, List<?> arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(argument -> request.arg(argument.toString()));
        return request;
    }

    /** Redis names a script by its SHA-1 in lower-case hexadecimal digits. */
    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java has no SHA-1", e);
        }
    }
}
