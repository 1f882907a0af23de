package stage5.stack;

import java.util.List;

/** JVM flags of a service, the same on this machine and in its container image. */
public final class ServiceJvm {

    /**
     * Seven processes share two cores and 3 GiB. So each JVM has one collector thread and a small heap. It compiles
     * with C1 only: in the first minutes C2 costs more CPU time than its code saves.
     */
    public static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms96m",
            "-Xmn40m", // fewer minor collections than with a smaller young generation
            "-Xmx192m",
            "-Xss512k",
            "-XX:+ExitOnOutOfMemoryError");

    private ServiceJvm() {}
}
