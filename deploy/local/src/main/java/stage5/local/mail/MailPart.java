package stage5.local.mail;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import stage5.local.Part;

/** A mail server that takes mail for anybody by SMTP and shows it. */
public final class MailPart implements Part {

    private static final int KEPT_MAILS = 20_000;

    private final int port;
    private final Inbox inbox = new Inbox(KEPT_MAILS);
    private GreenMail server;

    public MailPart(int port) {
        this.port = port;
    }

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public void start() {
        server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP))
                .withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
        InstantSource clock = InstantSource.system();
        server.getUserManager()
                .setMessageDeliveryHandler((message, recipient) -> new InboxUser(recipient.getEmail(), inbox, clock));
        server.start();
    }

    /**
     * Returns the newest mails first.
     *
     * @param to the recipient, or null for all
     * @param content whether text and HTML are wanted too
     */
    public List<MailView> mails(String to, int limit, boolean content) {
        return inbox.newest(to, limit).stream()
                .map(content ? MailView::of : MailView::withoutContent)
                .toList();
    }

    /** Returns one mail, or nothing if there is no such mail. */
    public Optional<MailView> mail(long id) {
        return inbox.find(id).map(MailView::of);
    }

    /** Returns how many mails there are. */
    public int count() {
        return inbox.size();
    }

    /** Throws all mails away. */
    public void clear() {
        inbox.clear();
    }

    @Override
    public boolean isUp() {
        return server != null && server.isRunning();
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop();
            server = null;
        }
    }
}
