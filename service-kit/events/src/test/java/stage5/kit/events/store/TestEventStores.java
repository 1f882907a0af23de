package stage5.kit.events.store;

import stage5.kit.events.dynamodb.Dynamo;

/** Creates event stores for tests in other packages. */
public final class TestEventStores {

    private TestEventStores() {}

    /** Returns an event store on a table that can be read; a commit would fail. */
    public static EventStore readOnly(Dynamo dynamo, String table) {
        return new EventStore(dynamo, null, null, null, table);
    }
}
