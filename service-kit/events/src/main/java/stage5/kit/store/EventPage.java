package stage5.kit.store;

import java.util.List;
import stage5.kit.event.Event;

/**
 * Some of the stored events, in no particular order.
 *
 * @param next the cursor of the next page, or null on the last
 */
public record EventPage(List<Event> events, String next) {

    public EventPage {
        events = List.copyOf(events);
    }
}
