package stage5.notification.letter;

import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.event.MalformedEventException;
import stage5.notification.domain.Kind;
import stage5.notification.domain.Reasons;
import stage5.notification.event.OrderData;
import stage5.notification.event.UserData;

/** Which letter an event asks for. */
public final class Letters {

    private Letters() {}

    /**
     * Returns the letter about a {@code user.registered}, {@code order.confirmed}, {@code order.rejected} or {@code
     * order.cancelled}; throws {@link MalformedEventException} where its data does not fit, and {@link
     * IllegalArgumentException} for any other type.
     */
    public static Letter about(Event event) {
        return switch (event.type()) {
            case UserData.REGISTERED -> welcome(EventCodec.data(event, UserData.class));
            case OrderData.CONFIRMED -> confirmed(EventCodec.data(event, OrderData.class));
            case OrderData.REJECTED -> rejected(EventCodec.data(event, OrderData.class));
            case OrderData.CANCELLED -> cancelled(EventCodec.data(event, OrderData.class));
            default -> throw new IllegalArgumentException("There is no letter about " + event.type());
        };
    }

    private static Letter welcome(UserData user) {
        return new Letter(Kind.WELCOME, user.userId(), contact -> Templates.welcome(contact.name()));
    }

    private static Letter confirmed(OrderData order) {
        return new Letter(
                Kind.ORDER_CONFIRMED,
                order.customerId(),
                contact -> Templates.orderConfirmed(contact.name(), OrderView.of(order)));
    }

    private static Letter rejected(OrderData order) {
        return new Letter(
                Kind.ORDER_REJECTED,
                order.customerId(),
                contact ->
                        Templates.orderRejected(contact.name(), OrderView.of(order), Reasons.inWords(order.reason())));
    }

    private static Letter cancelled(OrderData order) {
        return new Letter(
                Kind.ORDER_CANCELLED,
                order.customerId(),
                contact -> Templates.orderCancelled(contact.name(), OrderView.of(order)));
    }
}
