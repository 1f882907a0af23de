package stage5.notification.letter;

import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.Variant;
import io.smallrye.mutiny.Uni;

/** Stands in front of the templates, whose methods Quarkus writes when it builds the service: what a letter says is no matter here. */
final class Templates {

    private Templates() {}

    static TemplateInstance welcome(String name) {
        return text("Welcome, " + name);
    }

    static TemplateInstance orderConfirmed(String name, OrderView order) {
        return text(name + ", confirmed: " + order.id());
    }

    static TemplateInstance orderRejected(String name, OrderView order, String reason) {
        return text(name + ", rejected: " + order.id() + ", " + reason);
    }

    static TemplateInstance orderCancelled(String name, OrderView order) {
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
