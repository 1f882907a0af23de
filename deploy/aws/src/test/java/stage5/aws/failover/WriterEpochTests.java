package stage5.aws.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import stage5.aws.StubAccount;
import stage5.aws.account.AwsAccess;
import stage5.aws.failover.WriterEpoch.State;
import stage5.stack.StackException;
import stage5.topology.FenceTable;

class WriterEpochTests {

    private static final String FIRST = "us-east-1";
    private static final String SECOND = "us-west-2";

    private final List<Duration> pauses = new ArrayList<>();
    private StubAccount account;
    private AwsAccess access;
    private DynamoDbClient client;
    private WriterEpoch epoch;

    @BeforeEach
    void start() throws IOException {
        account = new StubAccount();
        access = account.access();
        client = access.dynamoDb(SECOND);
        epoch = new WriterEpoch(client, pauses::add);
    }

    @AfterEach
    void stop() {
        client.close();
        access.close();
        account.close();
    }

    @Test
    void shouldHaveNoState_whenNoRegionHasEverWritten() {
        assertThat(epoch.read()).isEmpty();
    }

    @Test
    void shouldLetNoRegionWriteForTheHandover_whenTheEpochMoves() throws InterruptedException {
        epoch.moveTo(FIRST);
        List<String> beforePause = new ArrayList<>();

        State moved = new WriterEpoch(client, passed -> {
                    pauses.add(passed);
                    beforePause.addAll(account.changes());
                })
                .moveTo(SECOND);

        assertThat(moved).isEqualTo(new State(2, Optional.of(SECOND)));
        assertThat(epoch.read()).contains(moved);
        assertThat(pauses).containsExactly(FenceTable.HANDOVER);
        assertThat(beforePause).containsExactly("fence epoch 1 region us-east-1", "fence epoch 2 region none");
        assertThat(account.changes()).last().isEqualTo("fence epoch 2 region us-west-2");
    }

    @Test
    void shouldWaitAgain_whenAFailoverWasInterrupted() throws InterruptedException {
        epoch.moveTo(FIRST);
        assertThatThrownBy(() -> new WriterEpoch(client, passed -> {
                            throw new InterruptedException();
                        })
                        .moveTo(SECOND))
                .isInstanceOf(InterruptedException.class);
        assertThat(epoch.read()).contains(new State(2, Optional.empty()));

        assertThat(epoch.moveTo(SECOND)).isEqualTo(new State(2, Optional.of(SECOND)));

        assertThat(pauses).containsExactly(FenceTable.HANDOVER);
    }

    @Test
    void shouldFail_whenAnotherFailoverHasEndedMeanwhile() throws InterruptedException {
        epoch.moveTo(FIRST);

        assertThatThrownBy(() -> new WriterEpoch(client, passed -> epoch.moveTo(FIRST)).moveTo(SECOND))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("Another failover");
        assertThat(epoch.read()).contains(new State(2, Optional.of(FIRST)));
    }

    @Test
    void shouldChangeNothing_whenTheRegionMayWriteAlready() throws InterruptedException {
        epoch.moveTo(SECOND);

        assertThat(epoch.moveTo(SECOND)).isEqualTo(new State(1, Optional.of(SECOND)));

        assertThat(account.changes()).hasSize(1);
        assertThat(pauses).isEmpty();
    }
}
