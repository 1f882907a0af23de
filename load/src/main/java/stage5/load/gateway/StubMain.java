package stage5.load.gateway;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import stage5.load.http.EventLoops;

/**
 * The main class of the stub's process: one {@link StubUpstream} for each port. It ends with its standard input, that is with
 * the process that started it.
 */
final class StubMain {

    /** The line that is printed once all ports are open. */
    static final String READY = "ready";

    /** Shorter than the gateway's idle time-out of event streams. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private StubMain() {}

    /** @param arguments the file with the key set, and the ports */
    public static void main(String[] arguments) throws IOException {
        String jwks = Files.readString(Path.of(arguments[0]));
        EventLoopGroup loop = EventLoops.single();
        Arrays.stream(arguments)
                .skip(1)
                .forEach(port -> StubUpstream.start(loop, Integer.parseInt(port), jwks, HEARTBEAT));
        System.out.println(READY);
        while (System.in.read() >= 0) {
            // Nothing is sent; the end of the input is the signal.
        }
        System.exit(0);
    }
}
