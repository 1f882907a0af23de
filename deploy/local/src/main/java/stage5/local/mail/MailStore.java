package stage5.local.mail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores the mails of all mailboxes. A mailbox keeps one mail per Message-ID, because the id identifies one version of
 * one mail; further deliveries are counted. Beyond the capacity the oldest mails are dropped.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5322#section-3.6.4">RFC 5322, 3.6.4</a>
 */
final class MailStore {

    private record Key(String to, String messageId) {}

    private final int capacity;
    private final Map<Key, Mail> mails = new LinkedHashMap<>();
    private final Map<Long, Key> keys = new LinkedHashMap<>();
    private long lastId;

    MailStore(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(String to, String messageId, String subject, Instant now, byte[] source) {
        Key key = new Key(to, messageId);
        Mail known = mails.get(key);
        if (known != null) {
            mails.put(key, known.deliveredAgain());
            return;
        }
        lastId++;
        mails.put(key, new Mail(lastId, messageId, to, subject, now, 1, source));
        keys.put(lastId, key);
        if (mails.size() > capacity) {
            long oldest = keys.keySet().iterator().next();
            mails.remove(keys.remove(oldest));
        }
    }

    /** Returns mails, newest first; only those to {@code to} if it is not null. */
    synchronized List<Mail> newest(String to, int limit) {
        List<Mail> all = new ArrayList<>(mails.values());
        return all.reversed().stream()
                .filter(mail -> to == null || mail.to().equalsIgnoreCase(to))
                .limit(limit)
                .toList();
    }

    synchronized Optional<Mail> find(long id) {
        return Optional.ofNullable(keys.get(id)).map(mails::get);
    }

    synchronized int size() {
        return mails.size();
    }

    synchronized void clear() {
        mails.clear();
        keys.clear();
    }
}
