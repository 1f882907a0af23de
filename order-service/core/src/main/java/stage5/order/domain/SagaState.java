package stage5.order.domain;

import java.util.Arrays;

/** The step that a saga waits for. */
public enum SagaState {
    AWAITING_STOCK("awaiting-stock"),
    AWAITING_PAYMENT("awaiting-payment"),

    /** The order is rejected or cancelled, but the customer may have been charged: void the charge. */
    REFUNDING("refunding");

    private final String word;

    SagaState(String word) {
        this.word = word;
    }

    /**
     * Returns the state with this spelling.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SagaState of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no saga state " + word));
    }

    /** Returns the state as it is stored in DynamoDB. */
    public String word() {
        return word;
    }
}
