package stage5.order.domain;

import java.util.Arrays;

/** What an unsettled order waits for, or what is still to be made good of a settled one. */
public enum SagaState {
    AWAITING_STOCK("awaiting-stock"),
    AWAITING_PAYMENT("awaiting-payment"),

    /** The order is settled without a sale, but its customer may have been charged. */
    REFUNDING("refunding");

    private final String word;

    SagaState(String word) {
        this.word = word;
    }

    /** Returns the state that is spelt so; throws {@link IllegalArgumentException} where there is none. */
    public static SagaState of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No saga is " + word));
    }

    /** Returns the state as it is stored. */
    public String word() {
        return word;
    }
}
