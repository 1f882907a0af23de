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

    static TemplateInstance welcome(String name) {
        return text("Welcome, " + name);
    }

    static TemplateInstance orderConfirmed(String name, OrderTemplateData order) {
        return text(name + ", confirmed: " + order.id());
    }

    static TemplateInstance orderRejected(String name, OrderTemplateData order, String reason) {
        return text(name + ", rejected: " + order.id() + ", " + reason);
    }

    static TemplateInstance orderCancelled(String name, OrderTemplateData order) {
        return text(name + ", cancelled: " + order.id());
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
