package stage5.order.log;

import stage5.kit.event.Event;
import stage5.order.domain.Order;

/**
 * An order as the log had it when it was read.
 *
 * @param latest the last of its events, which names the story and the trace that it belongs to
 */
public record StoredOrder(Order order, Event latest) {}
