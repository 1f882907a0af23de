package stage5.load.generator;

import java.util.List;

/** Stands in for every part of the stack in tests: a process with a {@link TrivialServer} on the part's port. */
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
