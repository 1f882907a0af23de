package stage5.notification.content;

import io.quarkus.qute.TemplateData;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import stage5.kit.web.money.Money;
import stage5.notification.domain.AmountFormat;
import stage5.notification.event.OrderData;

/** An order as the mail templates need it: all values are formatted text. */
public record OrderTemplateData(String id, String placedOn, List<Line> lines, String total) {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK).withZone(ZoneOffset.UTC);

    static OrderTemplateData of(OrderData order) {
        return new OrderTemplateData(
                order.orderId(),
                DAY.format(order.placedAt()),
                order.lines().stream().map(OrderTemplateData::line).toList(),
                AmountFormat.format(order.total()));
    }

    private static Line line(OrderData.Line line) {
        Money price = line.price();
        return new Line(
                line.name(),
                line.sku(),
                line.quantity(),
                AmountFormat.format(price),
                AmountFormat.format(price.times(line.quantity())));
    }

    /** One line: the quantity of a product, the price of one piece and the price of all. */
    @TemplateData // used only in an included template, so the native build cannot detect the type
    public record Line(String name, String sku, int quantity, String each, String sum) {}
}
