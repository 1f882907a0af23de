package stage5.notification.content;

import io.quarkus.qute.TemplateInstance;
import java.util.function.Function;
import stage5.notification.domain.ContactDetails;
import stage5.notification.domain.MailKind;

/**
 * A mail before it is rendered.
 *
 * @param body returns the template with its data for the given contact details
 */
public record MailDraft(MailKind kind, String customerId, Function<ContactDetails, TemplateInstance> body) {}
