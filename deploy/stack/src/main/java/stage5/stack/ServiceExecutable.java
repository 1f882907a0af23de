package stage5.stack;

import java.util.List;

/** Arguments of a service's native executable, the same on this machine and in its container image. */
public final class ServiceExecutable {

    /** By default a native executable lets its heap grow to 80 % of the visible memory. */
    public static final List<String> FLAGS = List.of("-Xmx128m");

    private ServiceExecutable() {}
}
