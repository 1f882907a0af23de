package stage5.local.payment;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** All charges by their idempotency keys; a key is decided once, whoever else tries at the same time. */
final class Ledger {

    static final String ALWAYS_REFUSED = "tok_refused";

    /** What a key stands for; the request is null where the key was voided before it was used. */
    private record Entry(long number, ChargeRequest request, Charge charge) {}

    /** What came of an attempt to charge. */
    sealed interface ChargeOutcome {

        /** The key stands for this charge, made now or, if replayed, before. */
        record Decided(Charge charge, boolean replayed) implements ChargeOutcome {}

        /** The key stands for another request. */
        record KeyReused() implements ChargeOutcome {}
    }

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    /**
     * Returns what the key stands for now: a charge made or refused for this request, unless the key was used or voided
     * before.
     *
     * @param refuse asked once, if the key is new
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

    /** Voids what the key stands for, or will stand for. */
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

    /** Returns all charges in the order in which their keys were first seen. */
    List<Charge> all() {
        return entries.values().stream()
                .sorted(Comparator.comparingLong(Entry::number))
                .map(Entry::charge)
                .toList();
    }
}
