package stage5.gateway.stale;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets concurrent readers of one key share one load, so that a popular copy that has expired is loaded once and not by
 * all its readers (request collapsing). Per process: several processes may load the same key at the same time.
 *
 * @param <T> what a load returns
 */
final class SharedLoads<T> {

    private final ConcurrentMap<String, CompletableFuture<T>> running = new ConcurrentHashMap<>();

    /**
     * Completes or fails as {@code load} does if no load of the key runs; as {@code join} does with the running load
     * otherwise. A started load ends even if its reader has gone, because others may have joined it.
     *
     * @param after is subscribed to once the load has completed, and never fails. Until it has completed too, readers
     *     join the load
     */
    Uni<T> get(
            String key,
            Supplier<Uni<? extends T>> load,
            Function<T, Uni<Void>> after,
            Function<CompletableFuture<T>, Uni<T>> join) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<T> mine = new CompletableFuture<>();
            CompletableFuture<T> other = running.putIfAbsent(key, mine);
            if (other != null) {
                return join.apply(other);
            }
            Uni.createFrom()
                    .deferred(load)
                    .onItem()
                    .call(loaded -> {
                        mine.complete(loaded);
                        return after.apply(loaded);
                    })
                    .onTermination()
                    .invoke(() -> running.remove(key, mine))
                    .subscribe()
                    .with(loaded -> {}, mine::completeExceptionally);
            return Uni.createFrom().completionStage(mine);
        });
    }
}
