package stage5.notification.content;

import io.quarkus.qute.TemplateInstance;
import java.util.function.Supplier;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.envelope.MalformedEventException;
import stage5.notification.domain.MailKind;
import stage5.notification.domain.RejectionTexts;
import stage5.notification.event.OrderData;
import stage5.notification.event.UserData;

/**
 * Selects the mail for an event. No mail has a customer's name: it is not verified that the person who chose it owns the
 * e-mail address, so a stranger could send any text to any address in the shop's name.
 */
public final class MailDrafts {

    private MailDrafts() {}

    /**
     * Returns the draft for a {@code user.registered}, {@code user.password-changed}, {@code user.sign-up-refused}, {@code
     * order.confirmed}, {@code order.rejected} or {@code order.cancelled}.
     *
     * @throws MalformedEventException if the data of the event is not valid
     * @throws IllegalArgumentException if the event has another type
     */
    public static MailDraft of(Event event) {
        return switch (event.type()) {
            case UserData.REGISTERED -> aboutTheAccount(MailKind.WELCOME, event, MailTemplates::welcome);
            case UserData.PASSWORD_CHANGED ->
                aboutTheAccount(MailKind.PASSWORD_CHANGED, event, MailTemplates::passwordChanged);
            case UserData.SIGN_UP_REFUSED ->
                aboutTheAccount(MailKind.SIGN_UP_REFUSED, event, MailTemplates::signUpRefused);
            case OrderData.CONFIRMED -> confirmed(EventCodec.data(event, OrderData.class));
            case OrderData.REJECTED -> rejected(EventCodec.data(event, OrderData.class));
            case OrderData.CANCELLED -> cancelled(EventCodec.data(event, OrderData.class));
            default -> throw new IllegalArgumentException("There is no mail for " + event.type());
        };
    }

    private static MailDraft aboutTheAccount(MailKind kind, Event event, Supplier<TemplateInstance> body) {
        return new MailDraft(kind, EventCodec.data(event, UserData.class).userId(), body);
    }

    private static MailDraft confirmed(OrderData order) {
        return new MailDraft(
                MailKind.ORDER_CONFIRMED,
                order.customerId(),
                () -> MailTemplates.orderConfirmed(OrderTemplateData.of(order)));
    }

    private static MailDraft rejected(OrderData order) {
        return new MailDraft(
                MailKind.ORDER_REJECTED,
                order.customerId(),
                () -> MailTemplates.orderRejected(
                        OrderTemplateData.of(order), RejectionTexts.sentence(order.reason())));
    }

    private static MailDraft cancelled(OrderData order) {
        return new MailDraft(
                MailKind.ORDER_CANCELLED,
                order.customerId(),
                () -> MailTemplates.orderCancelled(OrderTemplateData.of(order)));
    }
}
