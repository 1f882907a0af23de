package stage5.notification.mailing;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import stage5.kit.consume.EventConsumer;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.notification.contact.Contacts;
import stage5.notification.contact.WaitingEvents;
import stage5.notification.domain.Contact;
import stage5.notification.event.OrderData;
import stage5.notification.event.UserData;

/** Learns how to reach a customer, and writes to her when it matters. */
@ApplicationScoped
public class MailsConsumer implements EventConsumer {

    private final Contacts contacts;
    private final WaitingEvents waiting;
    private final Mailing mailing;

    MailsConsumer(Contacts contacts, WaitingEvents waiting, Mailing mailing) {
        this.contacts = contacts;
        this.waiting = waiting;
        this.mailing = mailing;
    }

    @Override
    public String queue() {
        return "notification-mails";
    }

    @Override
    public Uni<Void> on(Event event) {
        return switch (event.type()) {
            case UserData.REGISTERED -> welcome(event);
            case UserData.CHANGED -> learn(event);
            case OrderData.CONFIRMED, OrderData.REJECTED, OrderData.CANCELLED -> mailAboutOrder(event);
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> welcome(Event event) {
        UserData user = EventCodec.data(event, UserData.class);
        return remember(user, event)
                .call(contact -> mailing.mail(event, contact))
                .chain(contact -> mailWhatWaited(user.userId(), contact));
    }

    private Uni<Void> learn(Event event) {
        UserData user = EventCodec.data(event, UserData.class);
        return remember(user, event).chain(contact -> mailWhatWaited(user.userId(), contact));
    }

    private Uni<Contact> remember(UserData user, Event event) {
        return contacts.remember(user.userId(), new Contact(user.email(), user.name(), event.sequence()));
    }

    private Uni<Void> mailWhatWaited(String customerId, Contact contact) {
        return waiting.of(customerId)
                .toMulti()
                .flatMap(events -> Multi.createFrom().iterable(events))
                .onItem()
                .transformToUniAndConcatenate(
                        event -> mailing.mail(event, contact).chain(() -> waiting.forget(customerId, event)))
                .collect()
                .last();
    }

    private Uni<Void> mailAboutOrder(Event event) {
        String customerId = EventCodec.data(event, OrderData.class).customerId();
        return contacts.find(customerId).chain(found -> found.map(contact -> mailing.mail(event, contact))
                .orElseGet(() -> park(customerId, event)));
    }

    /** Where the contact arrives at this very moment, it is there to be read now. */
    private Uni<Void> park(String customerId, Event event) {
        return waiting.park(customerId, event)
                .chain(parked -> parked ? Uni.createFrom().voidItem() : mailAboutOrder(event));
    }
}
