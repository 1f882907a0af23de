package stage5.stack.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventSourceTests {

    private final List<Optional<String>> requestedAfter = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();

    @Test
    void shouldReadAll_whenTheServerStreams() throws InterruptedException {
        follow(": hello\nid:1\nevent:order.placed\ndata:placed\n\nid: 2\ndata: confirmed\n\n");

        assertThat(seen).containsExactly("placed", "confirmed");
        assertThat(requestedAfter).containsExactly(Optional.empty());
    }

    @Test
    void shouldRequestTheFollowingEvents_whenTheServerEndsEarly() throws InterruptedException {
        follow("retry:1\nid:1\ndata:placed\n\n", "retry:1\n\n", "id:2\ndata:confirmed\n\n");

        assertThat(seen).containsExactly("placed", "confirmed");
        assertThat(requestedAfter).containsExactly(Optional.empty(), Optional.of("1"), Optional.of("1"));
    }

    private void follow(String... answers) throws InterruptedException {
        Deque<String> remaining = new ArrayDeque<>(List.of(answers));
        EventSource.follow(
                lastId -> {
                    requestedAfter.add(lastId);
                    return Stream.of(remaining.removeFirst().split("\n"));
                },
                data -> {
                    seen.add(data);
                    return data.equals("confirmed");
                });
    }
}
