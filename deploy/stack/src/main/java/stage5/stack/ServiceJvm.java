package stage5.stack;

import java.util.List;

/** The JVM that a service runs on: the same wherever it is started, here or in its container image. */
public final class ServiceJvm {

    /**
     * Two cores and 3 GiB are shared by seven processes: one collector thread each, no more heap than needed, and the
     * first compiler only, for the second takes more time from a shop that has just started than it gives back.
     */
    public static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms96m",
            "-Xmn40m", // a small nursery is collected twice as often
            "-Xmx192m",
            "-Xss512k",
            "-XX:+ExitOnOutOfMemoryError");

    private ServiceJvm() {}
}
