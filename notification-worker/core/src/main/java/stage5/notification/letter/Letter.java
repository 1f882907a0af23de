package stage5.notification.letter;

import io.quarkus.qute.TemplateInstance;
import java.util.function.Function;
import stage5.notification.domain.Contact;
import stage5.notification.domain.Kind;

/**
 * What is to be written to a customer.
 *
 * @param body the template with its data, once it is known whom to address
 */
public record Letter(Kind kind, String customerId, Function<Contact, TemplateInstance> body) {}
