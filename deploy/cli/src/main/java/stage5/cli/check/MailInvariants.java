package stage5.cli.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stage5.cli.check.Snapshot.Mail;
import stage5.cli.check.Snapshot.Notification;
import stage5.cli.check.Snapshot.Order;

/** Each settled order has exactly one mail in its customer's mailbox. */
final class MailInvariants {

    private static final String SENT = "sent";

    private MailInvariants() {}

    static List<InvariantResult> check(Snapshot snapshot) {
        Map<String, List<Mail>> byMessage = new HashMap<>();
        snapshot.mails().forEach(mail -> byMessage
                .computeIfAbsent(mail.messageId(), id -> new ArrayList<>())
                .add(mail));
        List<String> violations = new ArrayList<>();
        int settled = 0;
        for (Order order : snapshot.orders()) {
            if (!order.isOpen()) {
                settled++;
                judge(order, snapshot, byMessage, violations);
            }
        }
        long deliveredAgain =
                snapshot.mails().stream().filter(mail -> mail.deliveries() > 1).count();
        return List.of(InvariantResult.of(
                "each settled order has one mail",
                "%,d settled orders, %,d mails of all kinds, %,d delivered more than once"
                        .formatted(settled, snapshot.mails().size(), deliveredAgain),
                violations));
    }

    private static void judge(
            Order order, Snapshot snapshot, Map<String, List<Mail>> byMessage, List<String> violations) {
        Notification notification = snapshot.notifications().get(order.latest().id());
        if (notification == null) {
            violations.add("%s is %s, and there is no notification".formatted(order.id(), order.status()));
        } else if (!notification.status().equals(SENT)) {
            violations.add("%s is %s, its mail is %s".formatted(order.id(), order.status(), notification.status()));
        } else {
            int mails =
                    byMessage.getOrDefault(notification.messageId(), List.of()).size();
            if (mails != 1) {
                violations.add("%s is %s, and has %d mails".formatted(order.id(), order.status(), mails));
            }
        }
    }
}
