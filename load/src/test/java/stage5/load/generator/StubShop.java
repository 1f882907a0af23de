package stage5.load.generator;

import java.util.List;

/** A stub process for every component of a stack: a {@link TrivialServer} on the component's port. */
public final class StubShop {

    private static final int CONSOLE = 11;

    private StubShop() {}

    public static void main(String[] arguments) {
        int base = List.of(arguments).indexOf("--port-base");
        TrivialServer.start(
                base < 0
                        ? Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"))
                        : Integer.parseInt(arguments[base + 1]) + CONSOLE);
    }
}
