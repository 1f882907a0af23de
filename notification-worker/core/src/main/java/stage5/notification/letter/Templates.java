package stage5.notification.letter;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The templates of mails, each as HTML and as text, checked against these parameters when the project is built. */
@CheckedTemplate(basePath = "letter", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
final class Templates {

    private Templates() {}

    static native TemplateInstance welcome(String name);

    static native TemplateInstance orderConfirmed(String name, OrderView order);

    static native TemplateInstance orderRejected(String name, OrderView order, String reason);

    static native TemplateInstance orderCancelled(String name, OrderView order);
}
