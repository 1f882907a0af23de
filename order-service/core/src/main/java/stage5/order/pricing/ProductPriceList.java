package stage5.order.pricing;

import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.number;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.web.money.Money;

/**
 * The local copy of product names and prices, so that orders can be placed while catalog-service is down. An event older
 * than the stored one is ignored.
 */
@ApplicationScoped
public class ProductPriceList {

    private static final String PRICE = "PRICE";
    private static final String ACTIVE = "active";

    private final Dynamo dynamo;
    private final String table;

    ProductPriceList(Dynamo dynamo, @ConfigProperty(name = "stage5.table") String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /**
     * Completes with the prices of the given products by sku; products that are unknown or not for sale are left out.
     *
     * @param skus at most 100
     */
    public Uni<Map<String, ProductPrice>> find(Collection<String> skus) {
        return dynamo.getAll(
                        table,
                        skus.stream().map(sku -> key("price/" + sku, PRICE)).toList(),
                        false)
                .map(ProductPriceList::forSale);
    }

    /** Completes once the list holds the product as of this event, or as of a newer one. */
    Uni<Void> update(ProductData product, long sequence) {
        return dynamo.call(c -> c.putItem(put -> put.tableName(table)
                        .item(item(product, sequence))
                        .conditionExpression("attribute_not_exists(pk) OR #sequence < :sequence")
                        .expressionAttributeNames(Map.of("#sequence", "sequence"))
                        .expressionAttributeValues(Map.of(":sequence", n(sequence)))))
                // The stored event is as new or newer: this one is a duplicate or out of order.
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithNull()
                .replaceWithVoid();
    }

    private static Map<String, ProductPrice> forSale(List<Map<String, AttributeValue>> items) {
        Map<String, ProductPrice> prices = new HashMap<>();
        for (Map<String, AttributeValue> item : items) {
            if (ACTIVE.equals(string(item, "status"))) {
                Money price = new Money(number(item, "amount"), string(item, "currency"));
                prices.put(string(item, "sku"), new ProductPrice(string(item, "sku"), string(item, "name"), price));
            }
        }
        return prices;
    }

    private static Map<String, AttributeValue> item(ProductData product, long sequence) {
        Map<String, AttributeValue> item = new HashMap<>(key("price/" + product.sku(), PRICE));
        item.put("sku", s(product.sku()));
        item.put("name", s(product.name()));
        item.put("amount", n(product.price().amount()));
        item.put("currency", s(product.price().currency()));
        item.put("status", s(product.status()));
        item.put("sequence", n(sequence));
        return item;
    }
}
