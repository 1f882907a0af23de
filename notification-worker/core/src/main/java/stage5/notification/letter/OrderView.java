package stage5.notification.letter;

import io.quarkus.qute.TemplateData;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import stage5.kit.money.Money;
import stage5.notification.domain.Amounts;
import stage5.notification.event.OrderData;

/** An order as a mail shows it: everything is text already. */
public record OrderView(String id, String placedOn, List<Line> lines, String total) {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK).withZone(ZoneOffset.UTC);

    static OrderView of(OrderData order) {
        return new OrderView(
                order.orderId(),
                DAY.format(order.placedAt()),
                order.lines().stream().map(OrderView::line).toList(),
                Amounts.inWords(order.total()));
    }

    private static Line line(OrderData.Line line) {
        Money price = line.price();
        return new Line(
                line.name(),
                line.sku(),
                line.quantity(),
                Amounts.inWords(price),
                Amounts.inWords(price.times(line.quantity())));
    }

    /** So many of a product, the price of one and that of all. */
    @TemplateData // used in an included template, whose types nothing else tells a native executable
    public record Line(String name, String sku, int quantity, String each, String sum) {}
}
