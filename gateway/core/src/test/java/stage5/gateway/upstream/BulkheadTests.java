package stage5.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.junit.jupiter.api.Test;

class BulkheadTests {

    private static final int LIMIT = 2;

    private final Bulkhead bulkhead = new Bulkhead("calls", LIMIT);

    @Test
    void shouldReject_whenTheLimitIsReached() {
        List<CompletableFuture<String>> running = new ArrayList<>();
        for (int call = 0; call < LIMIT; call++) {
            CompletableFuture<String> open = new CompletableFuture<>();
            running.add(open);
            run(Uni.createFrom().completionStage(open));
        }

        assertThat(bulkhead.inUse()).isEqualTo(LIMIT);
        run(Uni.createFrom().item("another")).assertFailedWith(BulkheadException.class, "2 calls are running");

        running.getFirst().complete("done");
        run(Uni.createFrom().item("another")).assertCompleted().assertItem("another");
        assertThat(bulkhead.inUse()).isEqualTo(LIMIT - 1);
    }

    @Test
    void shouldReleaseThePermit_whenTheCallFails() {
        run(Uni.createFrom().failure(new IllegalStateException("broken")))
                .assertFailedWith(IllegalStateException.class);
        bulkhead.run(() -> {
                    throw new IllegalArgumentException("not started");
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .assertFailedWith(IllegalArgumentException.class);

        assertThat(bulkhead.inUse()).isZero();
    }

    @Test
    void shouldReleaseThePermit_whenTheCallIsCancelled() {
        UniAssertSubscriber<String> call = run(Uni.createFrom().nothing());

        call.cancel();

        assertThat(bulkhead.inUse()).isZero();
    }

    private <T> UniAssertSubscriber<T> run(Uni<T> call) {
        return bulkhead.run(() -> call).subscribe().withSubscriber(UniAssertSubscriber.create());
    }
}
