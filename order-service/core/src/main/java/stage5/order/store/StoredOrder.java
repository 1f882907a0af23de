package stage5.order.store;

import stage5.kit.events.envelope.Event;
import stage5.order.domain.Order;

/**
 * An order as it was when it was read or written.
 *
 * @param latest the order's last event, which carries the correlation id and the trace context
 */
public record StoredOrder(Order order, Event latest) {}
