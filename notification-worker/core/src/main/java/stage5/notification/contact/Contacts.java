package stage5.notification.contact;

import static stage5.kit.dynamo.Attributes.key;
import static stage5.kit.dynamo.Attributes.n;
import static stage5.kit.dynamo.Attributes.number;
import static stage5.kit.dynamo.Attributes.s;
import static stage5.kit.dynamo.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.store.EventStore;
import stage5.notification.domain.Contact;

/** How to reach the customers: item {@code customer/{id} CONTACT}. */
@ApplicationScoped
public class Contacts {

    static final String CONTACT = "CONTACT";

    private final Dynamo dynamo;
    private final EventStore events;

    Contacts(Dynamo dynamo, EventStore events) {
        this.dynamo = dynamo;
        this.events = events;
    }

    /** Returns the newest contact of the customer: the given one, unless a later event has told another. */
    public Uni<Contact> remember(String customerId, Contact contact) {
        return dynamo.call(c -> c.updateItem(update -> update.tableName(events.table())
                        .key(key(partition(customerId), CONTACT))
                        .updateExpression("SET email = :email, #name = :name, #sequence = :sequence")
                        .conditionExpression("attribute_not_exists(pk) OR #sequence < :sequence")
                        .expressionAttributeNames(Map.of("#name", "name", "#sequence", "sequence"))
                        .expressionAttributeValues(Map.of(
                                ":email", s(contact.email()),
                                ":name", s(contact.name()),
                                ":sequence", n(contact.sequence())))))
                .replaceWith(contact)
                .onFailure(ConditionalCheckFailedException.class)
                .recoverWithUni(() -> find(customerId).map(Optional::orElseThrow));
    }

    /** Returns the newest contact of the customer, or empty where none is known yet. */
    public Uni<Optional<Contact>> find(String customerId) {
        return dynamo.get(events.table(), key(partition(customerId), CONTACT)).map(item -> item.map(Contacts::contact));
    }

    /** Returns the partition of everything about a customer. */
    public static String partition(String customerId) {
        return "customer/" + customerId;
    }

    private static Contact contact(Map<String, AttributeValue> item) {
        return new Contact(string(item, "email"), string(item, "name"), number(item, "sequence"));
    }
}
