package stage5.notification.contact;

import static stage5.kit.events.dynamodb.Attributes.key;
import static stage5.kit.events.dynamodb.Attributes.n;
import static stage5.kit.events.dynamodb.Attributes.number;
import static stage5.kit.events.dynamodb.Attributes.s;
import static stage5.kit.events.dynamodb.Attributes.string;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.store.EventStore;
import stage5.notification.domain.ContactDetails;

/** Stores the contact details of each customer: item {@code customer/{id} CONTACT}. */
@ApplicationScoped
public class ContactStore {

    static final String CONTACT = "CONTACT";

    private final Dynamo dynamo;
    private final EventStore events;

    ContactStore(Dynamo dynamo, EventStore events) {
        this.dynamo = dynamo;
        this.events = events;
    }

    /** Stores the contact details unless newer ones are stored; completes with the newest contact details. */
    public Uni<ContactDetails> store(String customerId, ContactDetails contact) {
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

    /** Completes with the newest contact details of the customer, or empty if there are none yet. */
    public Uni<Optional<ContactDetails>> find(String customerId) {
        return dynamo.get(events.table(), key(partition(customerId), CONTACT))
                .map(item -> item.map(ContactStore::contact));
    }

    /** Returns the partition key of the items of a customer. */
    public static String partition(String customerId) {
        return "customer/" + customerId;
    }

    private static ContactDetails contact(Map<String, AttributeValue> item) {
        return new ContactDetails(string(item, "email"), string(item, "name"), number(item, "sequence"));
    }
}
