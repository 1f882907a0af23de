package stage5.load.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Cases calculated by hand from the public prices, to the cent. A month has 730 hours, or 2,628,000 seconds. */
class HandComputedTests {

    private static final FunctionUsage FUNCTION = new FunctionUsage(
            "order-service",
            BigDecimal.ONE,
            new BigDecimal("0.05"),
            new BigDecimal("0.05"),
            BigDecimal.ONE,
            BigDecimal.TWO,
            1,
            BigDecimal.ZERO,
            0,
            false,
            ConsumptionPerRequest.NOTHING);
    private static final TaskUsage TASK = new TaskUsage(
            "order-service", new BigDecimal("0.01"), new BigDecimal("0.5"), 0, ConsumptionPerRequest.NOTHING);

    private final AwsPriceList prices = AwsPriceList.newest();
    private final CostModel model = CostModel.newest();

    /**
     * 10/s are 26,280,000 requests: 26.28 x $0.20 = $5.256. 0.05 GB-s each are 1,314,000 GB-s x $0.0000133334 =
     * $17.5200876. One environment (10/s x 0.05 s x 1.5 = 0.75), replaced every 2 hours: 365 cold starts of 2 GB-s, 730
     * GB-s = $0.009733382. Together $22.785820982.
     */
    @Test
    void shouldBillFunctions_whenOnDemandOnArm64() {
        assertThat(cents(FUNCTION, usual("10", "1"))).isEqualTo("22.79");
    }

    /** As above with $0.0000166667 a GB-second: $5.256 + $21.9000438 + $0.012166691 = $27.168210491. */
    @Test
    void shouldBillFunctions_whenOnX86() {
        assertThat(cents(FUNCTION, with(usual("10", "1"), Architecture.X86_64, PurchaseOption.ON_DEMAND, false)))
                .isEqualTo("27.17");
    }

    /**
     * One environment of 1 GB for 2,628,000 s x $0.0000033334 = $8.7601752; 1,314,000 GB-s x $0.0000077778 =
     * $10.2200292; requests $5.256; no cold starts: $24.2362044.
     */
    @Test
    void shouldBillFunctions_whenProvisioned() {
        assertThat(cents(FUNCTION, with(usual("10", "1"), Architecture.ARM64, PurchaseOption.ON_DEMAND, true)))
                .isEqualTo("24.24");
    }

    /** 12 % off ($17.5200876 + $0.009733382): $15.426242464; requests stay $5.256: $20.682242464. */
    @Test
    void shouldDiscountTheDuration_whenEveryHourIsTheSame() {
        assertThat(cents(
                        FUNCTION,
                        with(usual("10", "1"), Architecture.ARM64, PurchaseOption.SAVINGS_PLAN_1_YEAR, false)))
                .isEqualTo("20.68");
    }

    /**
     * Half the time, in one stretch a day: 13,140,000 requests = $2.628; 657,000 GB-s = $8.7600438. 365 busy hours:
     * 182.5 replacements and 730 / 24 = 30.41667 onsets, 212.91667 cold starts of 2 GB-s = $0.005677806. Sixty
     * schedules an hour in the 365 idle hours: 21,900 invocations = $0.00438 and 1,095 GB-s = $0.014600073. Two queues,
     * 15 polls a minute each: 1,314,000 = $0.5256. Together $11.938301679.
     */
    @Test
    void shouldBillColdStartsAndIdleCosts_whenBusyHalfTheTime() {
        FunctionUsage scheduled = new FunctionUsage(
                "order-service",
                BigDecimal.ONE,
                new BigDecimal("0.05"),
                new BigDecimal("0.05"),
                BigDecimal.ONE,
                BigDecimal.TWO,
                1,
                BigDecimal.valueOf(60),
                2,
                false,
                ConsumptionPerRequest.NOTHING);

        assertThat(cents(scheduled, usual("10", "0.5"))).isEqualTo("11.94");
    }

    /**
     * 100/s x 0.01 s are 1 vCPU; at 50 % of half a vCPU that is 4 tasks, 2,920 task-hours: 1,460 vCPU-h x $0.03238 =
     * $47.2748, and as 0.5 GB x 1.25 fits into 1 GB, 2,920 GB-h x $0.00356 = $10.3952. Together $57.67.
     */
    @Test
    void shouldBillTasks_whenOnDemand() {
        assertThat(cents(TASK, usual("100", "1"))).isEqualTo("57.67");
    }

    /** The same hours: 1,460 x $0.01030969 = $15.0521474 and 2,920 x $0.00113349 = $3.3097908, $18.3619382. */
    @Test
    void shouldBillTasks_whenOnSpot() {
        assertThat(cents(TASK, with(usual("100", "1"), Architecture.ARM64, PurchaseOption.SPOT, false)))
                .isEqualTo("18.36");
    }

    /**
     * A quarter of the time: 2 tasks always, 1,460 task-hours, and 2 more for 182.5 hours, with 60 s for each of
     * 30.41667 starts: 366.0138889. Together 1,826.0138889 task-hours: 913.0069444 vCPU-h x $0.03238 = $29.5631649 and
     * 1,826.0138889 GB-h x $0.00356 = $6.5006094: $36.0637743.
     */
    @Test
    void shouldBillTheMinimumTasks_whenBusyAQuarterOfTheTime() {
        assertThat(cents(TASK, usual("100", "0.25"))).isEqualTo("36.06");
    }

    /**
     * The 2 tasks that always run: 730 x $0.0255 + 1,460 x $0.0028 = $22.703. The others on demand: 183.0069444 x
     * $0.03238 + 366.0138889 x $0.00356 = $7.2287743. Together $29.9317743.
     */
    @Test
    void shouldDiscountTheMinimumTasksOnly_whenHoursDiffer() {
        assertThat(cents(
                        TASK,
                        with(usual("100", "0.25"), Architecture.ARM64, PurchaseOption.SAVINGS_PLAN_1_YEAR, false)))
                .isEqualTo("29.93");
    }

    /**
     * 730 x $0.0225 = $16.425. 10 new connections a second are 0.4 LCU; 100/s x 4 KB are 1.373291 GB an hour, 1.373291
     * LCU, which is more: 1,002.502441 LCU-hours x $0.008 = $8.0200195. Together $24.4450195.
     */
    @Test
    void shouldBillALoadBalancer_whenTheGatewayIsAContainer() {
        assertThat(model.ingress(TASK, usual("100", "1")).total().cents()).isEqualTo("24.45");
    }

    /** AWS's own example: 432 million requests, 300 at $1.00 and 132 at $0.90. */
    @Test
    void shouldBillApiGatewayByTiers_whenRequestsExceedTheFirst() {
        assertThat(prices.price("api-gateway.http-requests")
                        .of(Quantity.of("432000000", BillingUnit.REQUEST))
                        .cents())
                .isEqualTo("418.80");
    }

    /** 6 billion x $0.0000166667 + 9 billion x $0.000015 + 46.44 billion x $0.0000133334 = $854,203.296. */
    @Test
    void shouldBillDurationByTiers_whenItExceedsTheFirst() {
        assertThat(prices.price("lambda.duration.x86-64")
                        .of(Quantity.of("61440000000", BillingUnit.GB_SECOND))
                        .cents())
                .isEqualTo("854203.30");
    }

    /**
     * 26,280,000 requests. SNS 5.256 million = $2.628; SQS 3 x 7.884 million = $9.4608; reads 34.164 million = $4.2705;
     * writes 13.14 million = $8.2125; logs 2.4475157 GB = $1.2237579; spans 4.8950315 GB = $1.7132610; 7.3425472 GB
     * through an endpoint = $0.0734255. Together $27.5822444, on top of the $22.785820982 of compute: $50.3680654.
     */
    @Test
    void shouldBillConsumption_whenAServiceHasSome() {
        ConsumptionPerRequest consumed = consumed("0.2", "0.3", "1.3", "0.5", "100", "200", "1");
        FunctionUsage consuming = new FunctionUsage(
                "order-service",
                BigDecimal.ONE,
                new BigDecimal("0.05"),
                new BigDecimal("0.05"),
                BigDecimal.ONE,
                BigDecimal.TWO,
                1,
                BigDecimal.ZERO,
                0,
                false,
                consumed);

        assertThat(cents(consuming, usual("10", "1"))).isEqualTo("50.37");
    }

    /** 262.8 million traces x $0.000005 are $1,314.00, on top of the tasks' $57.67. */
    @Test
    void shouldBillByTheTrace_whenXRayRecordsThem() {
        TaskUsage quiet = new TaskUsage(
                "order-service",
                new BigDecimal("0.01"),
                new BigDecimal("0.5"),
                0,
                consumed("0", "0", "0", "0", "0", "0", "1"));
        Scenario spans = usual("100", "1");
        Scenario traces = new Scenario(
                spans.workload(),
                spans.architecture(),
                spans.purchase(),
                spans.provisioned(),
                spans.functionIngress(),
                spans.containerIngress(),
                TracingBilling.TRACES);

        assertThat(cents(quiet, spans)).isEqualTo("57.67");
        assertThat(cents(quiet, traces)).isEqualTo("1371.67");
    }

    /**
     * 1 GB stored $0.25; cache 730 x $0.0128 = $9.344; 8 endpoints x 730 x $0.01 = $58.40; data out 100.2502441 GB =
     * $9.0225220. Together $77.0165220.
     */
    @Test
    void shouldBillSharedCosts_whenTheFormIsAny() {
        assertThat(model.shared(usual("10", "1")).total().cents()).isEqualTo("77.02");
    }

    /** $104.60 for 26.28 million requests are $3.98 a million, and for a tenth of them $39.80 a million orders. */
    @Test
    void shouldReturnTheCostOfAMillion_whenTheMonthlyCostIsGiven() {
        assertThat(model.perMillionRequests(Usd.of("104.60"), usual("10", "1")).cents())
                .isEqualTo("3.98");
        assertThat(model.perMillionOrders(Usd.of("104.60"), new BigDecimal("0.1"), usual("10", "1"))
                        .cents())
                .isEqualTo("39.80");
    }

    @Test
    void shouldFail_whenTheUnitDiffersFromThePrices() {
        assertThatThrownBy(() -> prices.price("lambda.requests").of(Quantity.of("1", BillingUnit.GB_SECOND)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lambda.requests is a price for a request, not for a GB-second");
    }

    private String cents(ServiceUsage use, Scenario scenario) {
        return model.service(use, scenario).total().cents().toPlainString();
    }

    private static Scenario usual(String rate, String duty) {
        return Scenario.withDefaults(new Workload(new BigDecimal(rate), new BigDecimal(duty), Duration.ofDays(1)));
    }

    private static Scenario with(
            Scenario usual, Architecture architecture, PurchaseOption purchase, boolean provisioned) {
        return new Scenario(
                usual.workload(),
                architecture,
                purchase,
                provisioned,
                usual.functionIngress(),
                usual.containerIngress(),
                usual.tracing());
    }

    private static ConsumptionPerRequest consumed(String... values) {
        BigDecimal[] amounts = Arrays.stream(values).map(BigDecimal::new).toArray(BigDecimal[]::new);
        return new ConsumptionPerRequest(
                amounts[0], amounts[1], amounts[2], amounts[3], amounts[4], amounts[5], amounts[6]);
    }
}
