package stage5.kit.events.outbox;

import stage5.kit.events.envelope.Event;

/**
 * Result of publishing one event.
 *
 * @param reason why the event is not published; null if it is
 */
record EventOutcome(Event event, Status status, String reason) {

    enum Status {
        /** SNS has accepted the event. */
        PUBLISHED,

        /** SNS rejects the event as invalid: a retry can't help. */
        INVALID,

        /** SNS has failed or throttled the request: a retry may help. */
        LEFT,

        /** Not tried, for example because an earlier event of the subject is left. */
        SKIPPED
    }

    static EventOutcome published(Event event) {
        return new EventOutcome(event, Status.PUBLISHED, null);
    }

    static EventOutcome invalid(Event event, String reason) {
        return new EventOutcome(event, Status.INVALID, reason);
    }

    static EventOutcome left(Event event, String reason) {
        return new EventOutcome(event, Status.LEFT, reason);
    }

    static EventOutcome skipped(Event event, String reason) {
        return new EventOutcome(event, Status.SKIPPED, reason);
    }

    boolean isPublished() {
        return status == Status.PUBLISHED;
    }

    /** Returns whether a retry of the event is of no use, so that the next event of the subject can follow. */
    boolean isSettled() {
        return status == Status.PUBLISHED || status == Status.INVALID;
    }

    boolean isLeft() {
        return status == Status.LEFT;
    }
}
