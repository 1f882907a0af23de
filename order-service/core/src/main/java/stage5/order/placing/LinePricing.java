package stage5.order.placing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stage5.kit.web.problem.Problem.FieldError;
import stage5.kit.web.problem.ProblemException;
import stage5.order.domain.OrderLine;
import stage5.order.pricing.ProductPrice;
import stage5.order.pricing.ProductPriceList;

/** Turns requested lines into priced order lines. */
@ApplicationScoped
class LinePricing {

    private final ProductPriceList prices;

    LinePricing(ProductPriceList prices) {
        this.prices = prices;
    }

    /**
     * Completes with the lines at current names and prices. Fails with a 422 problem that names each line whose product is
     * not for sale, or whose currency differs from the first line's.
     */
    Uni<List<OrderLine>> price(List<PlaceOrderRequest.Line> requested) {
        return prices.find(requested.stream().map(PlaceOrderRequest.Line::sku).toList())
                .map(known -> price(requested, known));
    }

    /**
     * Throws a 400 problem that names each line whose product occurs in an earlier line. Such lines are probably a mistake,
     * so they are not added up. Their sum could also exceed the limit of a line's quantity.
     */
    static void requireEachProductOnce(List<PlaceOrderRequest.Line> requested) {
        Set<String> seen = new HashSet<>();
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < requested.size(); i++) {
            if (!seen.add(requested.get(i).sku())) {
                errors.add(new FieldError(skuOf(i), "is already in an earlier line: add up the quantities"));
            }
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    private static List<OrderLine> price(List<PlaceOrderRequest.Line> requested, Map<String, ProductPrice> known) {
        List<OrderLine> lines = new ArrayList<>();
        List<FieldError> unknown = new ArrayList<>();
        List<FieldError> foreign = new ArrayList<>();
        for (int i = 0; i < requested.size(); i++) {
            PlaceOrderRequest.Line line = requested.get(i);
            ProductPrice price = known.get(line.sku());
            if (price == null) {
                unknown.add(new FieldError(skuOf(i), "is not a product that is for sale"));
                continue;
            }
            lines.add(new OrderLine(price.sku(), price.name(), line.quantity(), price.price()));
            String currency = lines.getFirst().price().currency();
            if (!price.price().currency().equals(currency)) {
                foreign.add(new FieldError(
                        skuOf(i), "is priced in " + price.price().currency() + ", but an earlier line in " + currency));
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
