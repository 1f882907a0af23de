package stage5.notification.content;

import io.quarkus.qute.TemplateInstance;
import java.util.function.Supplier;
import stage5.notification.domain.MailKind;

/**
 * A mail before it is rendered.
 *
 * @param body returns the template with its data
 */
public record MailDraft(MailKind kind, String customerId, Supplier<TemplateInstance> body) {}
