package stage5.load.cost;

/** The purchase option of compute. */
public enum PurchaseOption {
    ON_DEMAND("on-demand"),
    /** Fargate Spot, with two minutes' notice of interruption. Functions are billed on demand. */
    SPOT("spot"),
    /** A Compute Savings Plan, no upfront: it covers what runs in every hour of the term. */
    SAVINGS_PLAN_1_YEAR("savings-plan-1-year"),
    SAVINGS_PLAN_3_YEARS("savings-plan-3-years");

    private final String word;

    PurchaseOption(String word) {
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
