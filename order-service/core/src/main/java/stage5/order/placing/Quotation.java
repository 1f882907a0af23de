package stage5.order.placing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stage5.kit.problem.Problem.FieldError;
import stage5.kit.problem.ProblemException;
import stage5.order.domain.OrderLine;
import stage5.order.pricing.Price;
import stage5.order.pricing.PriceList;

/** Turns what is asked for into priced order lines. */
@ApplicationScoped
class Quotation {

    private final PriceList prices;

    Quotation(PriceList prices) {
        this.prices = prices;
    }

    /**
     * Returns the lines with today's names and prices; fails with a 422 problem that names each line whose product is
     * not for sale, or costs another currency than the first.
     */
    Uni<List<OrderLine>> quote(List<PlaceOrderRequest.Line> wanted) {
        return prices.find(wanted.stream().map(PlaceOrderRequest.Line::sku).toList())
                .map(known -> price(wanted, known));
    }

    /**
     * Throws a 400 problem that names each line whose product an earlier line has: adding them up would hide what is
     * rather a mistake, and the bounds of a line's quantity are for the product.
     */
    static void requireEachProductOnce(List<PlaceOrderRequest.Line> wanted) {
        Set<String> seen = new HashSet<>();
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            if (!seen.add(wanted.get(i).sku())) {
                errors.add(new FieldError(skuOf(i), "is in an earlier line already: add up the quantities"));
            }
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    private static List<OrderLine> price(List<PlaceOrderRequest.Line> wanted, Map<String, Price> known) {
        List<OrderLine> lines = new ArrayList<>();
        List<FieldError> unknown = new ArrayList<>();
        List<FieldError> foreign = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            PlaceOrderRequest.Line line = wanted.get(i);
            Price price = known.get(line.sku());
            if (price == null) {
                unknown.add(new FieldError(skuOf(i), "is not a product that is for sale"));
                continue;
            }
            lines.add(new OrderLine(price.sku(), price.name(), line.quantity(), price.price()));
            String currency = lines.getFirst().price().currency();
            if (!price.price().currency().equals(currency)) {
                foreign.add(new FieldError(
                        skuOf(i), "costs " + price.price().currency() + ", and an earlier line costs " + currency));
            }
        }
        if (!unknown.isEmpty()) {
            throw ProblemException.unprocessable("unknown-product", "Not all products can be ordered.", unknown);
        }
        if (!foreign.isEmpty()) {
            throw ProblemException.unprocessable("mixed-currencies", "An order is paid in one currency.", foreign);
        }
        return lines;
    }

    private static String skuOf(int line) {
        return "lines[" + line + "].sku";
    }
}
