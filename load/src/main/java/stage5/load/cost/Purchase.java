package stage5.load.cost;

/** How compute is bought. */
public enum Purchase {
    ON_DEMAND("on-demand"),
    /** Spare capacity, taken back at two minutes' notice; Fargate only: functions are billed on demand beside it. */
    SPOT("spot"),
    /** A Compute Savings Plan without anything upfront: it covers what runs in every hour of the term. */
    SAVINGS_PLAN_1_YEAR("savings-plan-1-year"),
    SAVINGS_PLAN_3_YEARS("savings-plan-3-years");

    private final String word;

    Purchase(String word) {
        this.word = word;
    }

    boolean isCommitment() {
        return this == SAVINGS_PLAN_1_YEAR || this == SAVINGS_PLAN_3_YEARS;
    }

    @Override
    public String toString() {
        return word;
    }
}
