package stage5.kit.events.consumption;

import java.util.Objects;
import java.util.stream.Stream;

/** The causes of a failure. */
final class Causes {

    private Causes() {}

    /** Returns the failure, what caused it, and so on. */
    static Stream<Throwable> of(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
