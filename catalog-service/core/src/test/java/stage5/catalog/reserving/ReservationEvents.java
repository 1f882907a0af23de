package stage5.catalog.reserving;

/** What the contract's test needs to know of the events about reservations. */
public final class ReservationEvents {

    /** The record behind their data. */
    public static final Class<?> DATA = ReservationData.class;

    private ReservationEvents() {}
}
