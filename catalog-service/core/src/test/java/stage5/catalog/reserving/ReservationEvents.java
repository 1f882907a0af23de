package stage5.catalog.reserving;

/** Gives the contract test access to the package-private data of the reservation events. */
public final class ReservationEvents {

    /** The record of their data. */
    public static final Class<?> DATA = ReservationData.class;

    private ReservationEvents() {}
}
