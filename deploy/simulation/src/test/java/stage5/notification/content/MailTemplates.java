package stage5.notification.content;

import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.Variant;
import io.smallrye.mutiny.Uni;

/**
 * Replaces the class of the same name on the class path: Quarkus generates its native methods only when it builds the
 * service. The simulation does not check the contents of mails.
 */
final class MailTemplates {

    private MailTemplates() {}

    static TemplateInstance welcome() {
        return text("Welcome");
    }

    static TemplateInstance passwordChanged() {
        return text("The password was changed");
    }

    static TemplateInstance signUpRefused() {
        return text("There is an account");
    }

    static TemplateInstance orderConfirmed(OrderTemplateData order) {
        return text("confirmed: " + order.id());
    }

    static TemplateInstance orderRejected(OrderTemplateData order, String reason) {
        return text("rejected: " + order.id() + ", " + reason);
    }

    static TemplateInstance orderCancelled(OrderTemplateData order) {
        return text("cancelled: " + order.id());
    }

    private static TemplateInstance text(String text) {
        return new TemplateInstance() {
            @Override
            public TemplateInstance setVariant(Variant variant) {
                return this;
            }

            @Override
            public Uni<String> createUni() {
                return Uni.createFrom().item(text);
            }
        };
    }
}
