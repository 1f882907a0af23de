package stage5.local.payment;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** All charges by idempotency key. Concurrent requests with the same key have one effect. */
final class Ledger {

    static final String ALWAYS_REFUSED = "tok_refused";

    /** The request and charge of a key. The request is null if the key was voided before it was used. */
    private record Entry(long number, ChargeRequest request, Charge charge) {}

    /** The result of an attempt to charge. */
    sealed interface ChargeOutcome {

        /** The charge of the key: made by this attempt or, if {@code replayed}, by an earlier one. */
        record Decided(Charge charge, boolean replayed) implements ChargeOutcome {}

        /** The key was used for a different request. */
        record KeyReused() implements ChargeOutcome {}
    }

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    /**
     * Charges once per key. Returns the charge made or refused by this attempt or, if the key was used or voided
     * before, the earlier one.
     *
     * @param refuse decides whether a new charge is refused; called only if the key is new
     */
    ChargeOutcome charge(String key, ChargeRequest request, BooleanSupplier refuse) {
        long number = numbers.incrementAndGet();
        Entry entry = entries.computeIfAbsent(key, ignored -> decide(key, request, refuse, number));
        if (entry.request() != null && !entry.request().equals(request)) {
            return new ChargeOutcome.KeyReused();
        }
        return new ChargeOutcome.Decided(entry.charge(), entry.number() != number);
    }

    private static Entry decide(String key, ChargeRequest request, BooleanSupplier refuse, long number) {
        boolean refused = request.paymentToken().equals(ALWAYS_REFUSED) || refuse.getAsBoolean();
        Charge.Status status = refused ? Charge.Status.REFUSED : Charge.Status.SUCCEEDED;
        return new Entry(
                number, request, new Charge(key, "ch_" + number, request.reference(), status, request.amount()));
    }

    /** Voids the charge of the key. A key that was not used yet can never be charged afterwards. */
    Charge cancel(String key) {
        return entries.compute(key, (ignored, entry) -> entry == null ? tombstone(key) : voided(entry))
                .charge();
    }

    private Entry tombstone(String key) {
        return new Entry(numbers.incrementAndGet(), null, new Charge(key, null, null, Charge.Status.VOIDED, null));
    }

    private static Entry voided(Entry entry) {
        return new Entry(entry.number(), entry.request(), entry.charge().voided());
    }

    /** Returns all charges, ordered by first use of their keys. */
    List<Charge> all() {
        return entries.values().stream()
                .sorted(Comparator.comparingLong(Entry::number))
                .map(Entry::charge)
                .toList();
    }
}
