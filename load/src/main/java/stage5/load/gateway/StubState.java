package stage5.load.gateway;

import java.time.Duration;

/** What the connections of a {@link StubUpstream} share. */
final class StubState {

    private final StubAnswer keys;
    private final Duration heartbeat;
    private volatile Duration delay = Duration.ZERO;

    StubState(StubAnswer keys, Duration heartbeat) {
        this.keys = keys;
        this.heartbeat = heartbeat;
    }

    /** Returns the key set of the access tokens. */
    StubAnswer keys() {
        return keys;
    }

    /** Returns the time between the comments of an event stream. */
    Duration heartbeat() {
        return heartbeat;
    }

    /** Returns the time from a request to its answer. */
    Duration delay() {
        return delay;
    }

    void delay(Duration changed) {
        delay = changed;
    }
}
