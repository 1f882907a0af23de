package stage5.notification.content;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The mail templates, each as HTML and as text. The build checks them against these parameters. */
@CheckedTemplate(basePath = "mail", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
final class MailTemplates {

    private MailTemplates() {}

    static native TemplateInstance welcome();

    static native TemplateInstance passwordChanged();

    static native TemplateInstance signUpRefused();

    static native TemplateInstance orderConfirmed(OrderTemplateData order);

    static native TemplateInstance orderRejected(OrderTemplateData order, String reason);

    static native TemplateInstance orderCancelled(OrderTemplateData order);
}
