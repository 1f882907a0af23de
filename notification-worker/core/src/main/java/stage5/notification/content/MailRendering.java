package stage5.notification.content;

import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.Variant;
import io.smallrye.mutiny.Uni;

/** Renders mails as HTML and plain text. */
public final class MailRendering {

    private MailRendering() {}

    /** Completes with the mail as HTML and as plain text. */
    public static Uni<RenderedMail> render(MailDraft draft) {
        return Uni.combine()
                .all()
                .unis(
                        render(draft.body().get(), Variant.TEXT_HTML),
                        render(draft.body().get(), Variant.TEXT_PLAIN))
                .with((html, text) -> new RenderedMail(draft.kind().subject(), html, text));
    }

    private static Uni<String> render(TemplateInstance template, String contentType) {
        return template.setVariant(Variant.forContentType(contentType)).createUni();
    }

    /** The subject and the two bodies of a mail. */
    public record RenderedMail(String subject, String html, String text) {}
}
