package stage5.user.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import stage5.user.session.SessionStore.ListedSession;

/** The JSON form of the sessions of an account, the newest first. */
record SessionList(List<Item> items) {

    /** Returns the list; empty if the current session is not among them, because it has ended. */
    static Optional<SessionList> of(List<ListedSession> sessions, String currentId) {
        return sessions.stream().anyMatch(session -> session.id().equals(currentId))
                ? Optional.of(new SessionList(sessions.stream()
                        .map(session -> Item.of(session, session.id().equals(currentId)))
                        .toList()))
                : Optional.empty();
    }

    /**
     * A session.
     *
     * @param lastUsedAt the log-in or the last refresh
     * @param client a label such as {@code Firefox on Linux}
     * @param current whether the request belongs to this session
     */
    record Item(String id, Instant createdAt, Instant lastUsedAt, Instant expiresAt, String client, boolean current) {

        private static Item of(ListedSession session, boolean current) {
            return new Item(
                    session.id(),
                    session.createdAt(),
                    session.lastUsedAt(),
                    session.expiresAt(),
                    session.client(),
                    current);
        }
    }
}
