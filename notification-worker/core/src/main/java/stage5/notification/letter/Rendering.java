package stage5.notification.letter;

import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.Variant;
import io.smallrye.mutiny.Uni;
import stage5.notification.domain.Contact;

/** Letters as the two texts of a mail. */
public final class Rendering {

    private Rendering() {}

    /** Returns the letter addressed to the contact, as HTML and as plain text. */
    public static Uni<Rendered> render(Letter letter, Contact contact) {
        return Uni.combine()
                .all()
                .unis(
                        render(letter.body().apply(contact), Variant.TEXT_HTML),
                        render(letter.body().apply(contact), Variant.TEXT_PLAIN))
                .with((html, text) -> new Rendered(letter.kind().subject(), html, text));
    }

    private static Uni<String> render(TemplateInstance template, String contentType) {
        return template.setVariant(Variant.forContentType(contentType)).createUni();
    }

    /** A letter, rendered. */
    public record Rendered(String subject, String html, String text) {}
}
