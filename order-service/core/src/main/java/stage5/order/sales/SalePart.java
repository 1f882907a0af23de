package stage5.order.sales;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.order.domain.OrderLine;
import stage5.order.store.OrderData;

/**
 * The lines of a confirmed order whose products belong to one shard of the counters.
 *
 * @param first whether this part has the order's first line: it also counts the order
 */
record SalePart(Event event, String currency, List<OrderLine> lines, boolean first) {

    SalePart {
        lines = List.copyOf(lines);
    }

    /** Returns the parts of the confirmed order by shard. */
    static Map<Integer, SalePart> of(Event confirmed) {
        OrderData order = EventCodec.data(confirmed, OrderData.class);
        Map<Integer, List<OrderLine>> lines = new LinkedHashMap<>();
        for (OrderLine line : order.lines()) {
            lines.computeIfAbsent(SalesKeys.shardOf(line.sku()), shard -> new ArrayList<>())
                    .add(line);
        }
        Map<Integer, SalePart> parts = new LinkedHashMap<>();
        lines.forEach((shard, some) ->
                parts.put(shard, new SalePart(confirmed, order.total().currency(), some, parts.isEmpty())));
        return parts;
    }

    /** Returns the hour of the sale, counted from the epoch. */
    long hour() {
        return SalesHour.minuteOf(event.time()) / SalesHour.MINUTES;
    }

    /** Returns the minute within the hour. */
    long minute() {
        return SalesHour.minuteOf(event.time()) % SalesHour.MINUTES;
    }

    long pieces() {
        return lines.stream().mapToLong(OrderLine::quantity).sum();
    }

    /** Returns the price of the lines in minor units. */
    long amount() {
        return lines.stream().mapToLong(line -> line.cost().amount()).sum();
    }
}
