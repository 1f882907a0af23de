package stage5.local.mail;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import stage5.local.Emulator;
import stage5.local.fault.FaultControl;

/**
 * A mail server that accepts mail for every recipient by SMTP and keeps it for inspection. A proxy on its port injects the
 * faults.
 */
public final class MailEmulator implements Emulator {

    private static final int KEPT_MAILS = 20_000;
    private static final int ANY_PORT = 0;

    private final int port;
    private final MailStore store = new MailStore(KEPT_MAILS);
    private final SmtpFaultInjector faults = new SmtpFaultInjector(InstantSource.system());
    private GreenMail server;
    private SmtpProxy proxy;

    public MailEmulator(int port) {
        this.port = port;
    }

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public void start() throws IOException {
        server = new GreenMail(new ServerSetup(ANY_PORT, "127.0.0.1", ServerSetup.PROTOCOL_SMTP))
                .withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
        InstantSource clock = InstantSource.system();
        server.getUserManager()
                .setMessageDeliveryHandler(
                        (message, recipient) -> new MailRecipient(recipient.getEmail(), store, clock));
        server.start();
        proxy = SmtpProxy.listen(port, server.getSmtp().getPort(), faults);
    }

    /** Returns the control of the faults. */
    public FaultControl<SmtpFault> faults() {
        return faults.control();
    }

    /**
     * Returns mails, newest first.
     *
     * @param to the recipient, or null for all
     * @param content whether text and HTML are included
     */
    public List<MailView> mails(String to, int limit, boolean content) {
        return store.newest(to, limit).stream()
                .map(content ? MailView::of : MailView::withoutContent)
                .toList();
    }

    /** Returns one mail; empty if there is none with this id. */
    public Optional<MailView> mail(long id) {
        return store.find(id).map(MailView::of);
    }

    /** Returns the number of stored mails. */
    public int count() {
        return store.size();
    }

    /** Deletes all mails. */
    public void clear() {
        store.clear();
    }

    @Override
    public boolean isUp() {
        return proxy != null && server.isRunning();
    }

    @Override
    public void close() {
        if (proxy != null) {
            proxy.close();
            proxy = null;
        }
        if (server != null) {
            server.stop();
            server = null;
        }
    }
}
