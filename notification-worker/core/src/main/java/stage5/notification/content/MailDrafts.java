package stage5.notification.content;

import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.envelope.MalformedEventException;
import stage5.notification.domain.MailKind;
import stage5.notification.domain.RejectionTexts;
import stage5.notification.event.OrderData;
import stage5.notification.event.UserData;

/** Selects the mail for an event. */
public final class MailDrafts {

    private MailDrafts() {}

    /**
     * Returns the draft for a {@code user.registered}, {@code order.confirmed}, {@code order.rejected} or {@code
     * order.cancelled}.
     *
     * @throws MalformedEventException if the data of the event is not valid
     * @throws IllegalArgumentException if the event has another type
     */
    public static MailDraft of(Event event) {
        return switch (event.type()) {
            case UserData.REGISTERED -> welcome(EventCodec.data(event, UserData.class));
            case OrderData.CONFIRMED -> confirmed(EventCodec.data(event, OrderData.class));
            case OrderData.REJECTED -> rejected(EventCodec.data(event, OrderData.class));
            case OrderData.CANCELLED -> cancelled(EventCodec.data(event, OrderData.class));
            default -> throw new IllegalArgumentException("There is no mail for " + event.type());
        };
    }

    private static MailDraft welcome(UserData user) {
        return new MailDraft(MailKind.WELCOME, user.userId(), contact -> MailTemplates.welcome(contact.name()));
    }

    private static MailDraft confirmed(OrderData order) {
        return new MailDraft(
                MailKind.ORDER_CONFIRMED,
                order.customerId(),
                contact -> MailTemplates.orderConfirmed(contact.name(), OrderTemplateData.of(order)));
    }

    private static MailDraft rejected(OrderData order) {
        return new MailDraft(
                MailKind.ORDER_REJECTED,
                order.customerId(),
                contact -> MailTemplates.orderRejected(
                        contact.name(), OrderTemplateData.of(order), RejectionTexts.sentence(order.reason())));
    }

    private static MailDraft cancelled(OrderData order) {
        return new MailDraft(
                MailKind.ORDER_CANCELLED,
                order.customerId(),
                contact -> MailTemplates.orderCancelled(contact.name(), OrderTemplateData.of(order)));
    }
}
