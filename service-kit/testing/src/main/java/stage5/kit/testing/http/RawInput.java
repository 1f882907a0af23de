package stage5.kit.testing.http;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One row of {@link RawInputs}: bytes that a client sends on one connection, and the right answers.
 *
 * @param name what is special about the bytes
 * @param section the section of the standard that rules the answer
 * @param statuses the right statuses of the first response; {@link #CUT} if the server may close the connection instead
 * @param headers regular expressions of the headers that the first response must have
 * @param requests the requests, as {@code METHOD target}, that may reach a service
 * @param reached how many requests must reach a service: all of {@link #requests} or, if false, any number of them
 * @param hidden names of headers that no service may see
 */
public record RawInput(
        String name,
        String section,
        byte[] bytes,
        Set<Integer> statuses,
        Map<String, String> headers,
        List<String> requests,
        boolean reached,
        Set<String> hidden) {

    /** Stands for no response: the server closed the connection. */
    public static final int CUT = 0;

    static RawInput of(String name, String section, String text) {
        return new RawInput(name, section, RawConnection.ascii(text), Set.of(), Map.of(), List.of(), true, Set.of());
    }

    /** Returns the row with the right statuses, with which nothing reaches a service. */
    RawInput answers(Integer... right) {
        return new RawInput(name, section, bytes, Set.of(right), headers, requests, reached, hidden);
    }

    /** Returns the row with a header that the response must have. */
    RawInput with(String header, String pattern) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, pattern);
        return new RawInput(name, section, bytes, statuses, all, requests, reached, hidden);
    }

    /** Returns the row with the requests that must reach a service. */
    RawInput passes(String... right) {
        return new RawInput(name, section, bytes, statuses, headers, List.of(right), true, hidden);
    }

    /** Returns the row with the requests that may reach a service. */
    RawInput mayPass(String... right) {
        return new RawInput(name, section, bytes, statuses, headers, List.of(right), false, hidden);
    }

    /** Returns the row with headers that no service may see. */
    RawInput hides(String... names) {
        return new RawInput(name, section, bytes, statuses, headers, requests, reached, Set.of(names));
    }

    /**
     * Returns the row with further right answers, which a server in front of the one under test gives.
     *
     * @param more the further right statuses
     * @param seen the further requests that may reach a service; if there are any, none must
     */
    public RawInput orRight(Set<Integer> more, List<String> seen) {
        return new RawInput(
                name,
                section,
                bytes,
                union(statuses, more).collect(Collectors.toUnmodifiableSet()),
                headers,
                union(requests, seen).toList(),
                reached && seen.isEmpty(),
                hidden);
    }

    private static <T> Stream<T> union(Collection<T> some, Collection<T> others) {
        return Stream.concat(some.stream(), others.stream()).distinct();
    }

    /** Returns whether the first request has the method HEAD. */
    public boolean isHead() {
        return Arrays.equals(Arrays.copyOf(bytes, 5), RawConnection.ascii("HEAD "));
    }

    @Override
    public String toString() {
        return name + " (" + section + "): "
                + statuses.stream().sorted().map(String::valueOf).collect(Collectors.joining(" or "));
    }
}
