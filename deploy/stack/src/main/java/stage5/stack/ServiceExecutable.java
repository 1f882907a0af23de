package stage5.stack;

import java.util.List;

/** A service as a native executable: the same wherever it is started, here or in its container image. */
public final class ServiceExecutable {

    /** Left to itself it takes up to 80 % of the memory that it sees before it collects in earnest. */
    public static final List<String> FLAGS = List.of("-Xmx128m");

    private ServiceExecutable() {}
}
