package stage5.kit.events.store;

import java.util.List;
import stage5.kit.events.envelope.Event;

/**
 * One page of stored events, in no defined order.
 *
 * @param unreadable the events that cannot be decoded
 * @param next the cursor of the next page, or null on the last page
 */
public record EventPage(List<Event> events, List<UnreadableEvent> unreadable, String next) {

    public EventPage {
        events = List.copyOf(events);
        unreadable = List.copyOf(unreadable);
    }
}
