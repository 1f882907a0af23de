package stage5.order.pricing;

import static stage5.kit.dynamo.Attributes.key;
import static stage5.kit.dynamo.Attributes.n;
import static stage5.kit.dynamo.Attributes.number;
import static stage5.kit.dynamo.Attributes.s;
import static stage5.kit.dynamo.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.money.Money;

/**
 * order-service's own copy of what products are called and cost, so that it takes orders while catalog-service is
 * down. It never goes back: an event older than what is known changes nothing.
 */
@ApplicationScoped
public class PriceList {

    private static final String PRICE = "PRICE";
    private static final String ACTIVE = "active";

    private final Dynamo dynamo;
    private final String table;

    PriceList(Dynamo dynamo, @ConfigProperty(name = "stage5.table") String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /**
     * Returns the prices of those of the given products that are known and for sale, by sku.
     *
     * @param skus at most 100
     */
    public Uni<Map<String, Price>> find(Collection<String> skus) {
        return dynamo.getAll(
                        table,
                        skus.stream().map(sku -> key("price/" + sku, PRICE)).toList(),
                        false)
                .map(PriceList::forSale);
    }

    /** Returns when the list has the product as of this event, or something newer. */
    Uni<Void> learn(ProductData product, long sequence) {
        return dynamo.call(c -> c.putItem(put -> put.tableName(table)
                        .item(item(product, sequence))
                        .conditionExpression("attribute_not_exists(pk) OR #sequence < :sequence")
                        .expressionAttributeNames(Map.of("#sequence", "sequence"))
                        .expressionAttributeValues(Map.of(":sequence", n(sequence)))))
                // What is known is as new or newer: a duplicate, or a late one.
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithNull()
                .replaceWithVoid();
    }

    private static Map<String, Price> forSale(List<Map<String, AttributeValue>> items) {
        Map<String, Price> prices = new HashMap<>();
        for (Map<String, AttributeValue> item : items) {
            if (ACTIVE.equals(string(item, "status"))) {
                Money price = new Money(number(item, "amount"), string(item, "currency"));
                prices.put(string(item, "sku"), new Price(string(item, "sku"), string(item, "name"), price));
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
