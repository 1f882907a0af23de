package stage5.notification.mailing;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import stage5.kit.events.consumption.EventConsumer;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.notification.contact.ContactStore;
import stage5.notification.contact.ParkedEvents;
import stage5.notification.domain.ContactDetails;
import stage5.notification.event.OrderData;
import stage5.notification.event.UserData;

/** Consumes user and order events: stores contact details and sends the mails for these events. */
@ApplicationScoped
public class MailsConsumer implements EventConsumer {

    private final ContactStore contacts;
    private final ParkedEvents parkedEvents;
    private final SendingMails sending;

    MailsConsumer(ContactStore contacts, ParkedEvents parkedEvents, SendingMails sending) {
        this.contacts = contacts;
        this.parkedEvents = parkedEvents;
        this.sending = sending;
    }

    @Override
    public String queue() {
        return "notification-mails";
    }

    @Override
    public Uni<Void> on(Event event) {
        return switch (event.type()) {
            case UserData.REGISTERED, UserData.PASSWORD_CHANGED, UserData.SIGN_UP_REFUSED -> mailForAccount(event);
            case UserData.CHANGED -> update(event);
            case OrderData.CONFIRMED, OrderData.REJECTED, OrderData.CANCELLED -> mailForOrder(event);
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> mailForAccount(Event event) {
        UserData user = EventCodec.data(event, UserData.class);
        return storeContact(user, event)
                .call(contact -> sending.send(event, contact))
                .chain(contact -> sendParked(user.userId(), contact));
    }

    private Uni<Void> update(Event event) {
        UserData user = EventCodec.data(event, UserData.class);
        return storeContact(user, event).chain(contact -> sendParked(user.userId(), contact));
    }

    private Uni<ContactDetails> storeContact(UserData user, Event event) {
        return contacts.store(user.userId(), new ContactDetails(user.email(), user.name(), event.sequence()));
    }

    private Uni<Void> sendParked(String customerId, ContactDetails contact) {
        return parkedEvents
                .of(customerId)
                .toMulti()
                .flatMap(events -> Multi.createFrom().iterable(events))
                .onItem()
                .transformToUniAndConcatenate(
                        event -> sending.send(event, contact).chain(() -> parkedEvents.remove(customerId, event)))
                .collect()
                .last();
    }

    private Uni<Void> mailForOrder(Event event) {
        String customerId = EventCodec.data(event, OrderData.class).customerId();
        return contacts.find(customerId).chain(found -> found.map(contact -> sending.send(event, contact))
                .orElseGet(() -> park(customerId, event)));
    }

    /** If the contact details have arrived in the meantime, the mail is sent now. */
    private Uni<Void> park(String customerId, Event event) {
        return parkedEvents
                .park(customerId, event)
                .chain(parked -> parked ? Uni.createFrom().voidItem() : mailForOrder(event));
    }
}
