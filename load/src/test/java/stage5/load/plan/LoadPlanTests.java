package stage5.load.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoadPlanTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @EnumSource(LoadModel.class)
    void shouldSendTheSameSequence_whenTheSeedIsTheSame(LoadModel model) {
        assertThat(plan(model, 30, 7).visits().toList())
                .isNotEmpty()
                .isEqualTo(plan(model, 30, 7).visits().toList())
                .isNotEqualTo(plan(model, 30, 8).visits().toList());
    }

    @ParameterizedTest
    @EnumSource(LoadModel.class)
    void shouldReturnTheArrivalsOfEachSecond_whenVisitsAreDrawn(LoadModel model) {
        LoadPlan plan = plan(model, 30, 3);
        List<Visit> visits = plan.visits().toList();

        assertThat(plan.arrivals().stream().mapToInt(Integer::intValue).sum()).isEqualTo(visits.size());
        long second = plan.firstSecond();
        for (int arrivals : plan.arrivals()) {
            long from = second++;
            assertThat(visits.stream().filter(visit -> floor(visit.arrival()) == from))
                    .hasSize(arrivals);
        }
    }

    @Test
    void shouldBeInOrderOfDueTime_whenVisitsAreDrawn() {
        List<Visit> visits = plan(LoadModel.BROWSE, 50, 1).visits().toList();

        assertThat(visits).extracting(Visit::arrival).isSorted();
        assertThat(visits).extracting(Visit::number).isSorted().doesNotHaveDuplicates();
        assertThat(visits).allSatisfy(visit -> assertThat(visit.requests())
                .extracting(PlannedRequest::due)
                .isSorted());
    }

    @Test
    void shouldReachTheRate_whenTheWarmUpIsOver() {
        LoadPlan plan = new LoadPlan(
                LoadModel.BROWSE,
                RateProfile.constant(200),
                Duration.ofSeconds(10),
                MINUTE,
                12,
                1000,
                5,
                MachineShare.WHOLE);

        long due = requests(
                plan, request -> !request.due().isNegative() && request.due().compareTo(MINUTE) < 0);

        assertThat((double) due).isEqualTo(200 * 60, within(400.0));
    }

    @Test
    void shouldMixNinetyToNineToOne_whenTheModelIsBrowse() {
        LoadPlan plan = plan(LoadModel.BROWSE, 500, 5);
        double all = requests(plan, request -> true);

        assertThat(requests(plan, request -> List.of(RequestKind.LISTING, RequestKind.SEARCH, RequestKind.PRODUCT)
                                .contains(request.kind()))
                        / all)
                .isEqualTo(0.90, within(0.01));
        assertThat(requests(plan, request -> List.of(RequestKind.BESTSELLERS, RequestKind.HISTORY)
                                .contains(request.kind()))
                        / all)
                .isEqualTo(0.09, within(0.01));
        assertThat(requests(plan, request -> request.kind() == RequestKind.ORDER) / all)
                .isEqualTo(0.01, within(0.002));
    }

    @Test
    void shouldOrderOncePerVisit_whenTheModelIsCheckout() {
        assertThat(plan(LoadModel.CHECKOUT, 20, 5).visits()).allSatisfy(visit -> assertThat(visit.requests())
                .singleElement()
                .extracting(PlannedRequest::kind)
                .isEqualTo(RequestKind.ORDER));
    }

    @Test
    void shouldOrderOneProductOnly_whenTheModelIsAFlashSale() {
        assertThat(plan(LoadModel.FLASH_SALE, 20, 5).visits())
                .allSatisfy(
                        visit -> assertThat(visit.requests()).singleElement().satisfies(request -> {
                            assertThat(request.kind()).isEqualTo(RequestKind.ORDER);
                            assertThat(request.subject()).isZero();
                        }));
    }

    @Test
    void shouldRequestOneProductMostly_whenTheModelIsFlash() {
        LoadPlan plan = plan(LoadModel.FLASH, 20, 5);
        double all = requests(plan, request -> request.kind() == RequestKind.PRODUCT);

        assertThat(requests(plan, request -> request.kind() == RequestKind.PRODUCT && request.subject() == 0) / all)
                .isGreaterThan(0.75);
    }

    @ParameterizedTest
    @EnumSource(LoadModel.class)
    void shouldCoverTheWholePlan_whenSeveralMachinesSendAShareEach(LoadModel model) {
        List<LoadPlan> shares = IntStream.rangeClosed(1, 3)
                .mapToObj(number -> plan(model, 30, 7, new MachineShare(number, 3)))
                .toList();

        assertThat(shares.stream().flatMap(LoadPlan::visits).sorted(Comparator.comparing(Visit::number)))
                .containsExactlyElementsOf(plan(model, 30, 7).visits().toList());
        for (LoadPlan share : shares) {
            assertThat(share.arrivals().stream().mapToLong(Integer::longValue).sum())
                    .isEqualTo(share.visits().count())
                    .isPositive();
            assertThat(share.rate(30)).isEqualTo(share.profile().at(30) / 3);
        }
    }

    @Test
    void shouldParseAShare_whenItIsWrittenAsKOfN() {
        assertThat(MachineShare.parse("2/4")).isEqualTo(new MachineShare(2, 4)).hasToString("2/4");
        assertThatThrownBy(() -> MachineShare.parse("5/4")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MachineShare.parse("half")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldFail_whenThereAreNoProducts() {
        assertThatThrownBy(() -> new LoadPlan(
                        LoadModel.BROWSE, RateProfile.constant(1), Duration.ZERO, MINUTE, 1, 0, 1, MachineShare.WHOLE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static LoadPlan plan(LoadModel model, double rate, long seed) {
        return plan(model, rate, seed, MachineShare.WHOLE);
    }

    private static LoadPlan plan(LoadModel model, double rate, long seed, MachineShare share) {
        return new LoadPlan(model, model.profile(rate, MINUTE), Duration.ofSeconds(5), MINUTE, 12, 1000, seed, share);
    }

    private static long requests(LoadPlan plan, Predicate<PlannedRequest> which) {
        return plan.visits()
                .flatMap(visit -> visit.requests().stream())
                .filter(which)
                .count();
    }

    private static long floor(Duration time) {
        return Math.floorDiv(time.toNanos(), 1_000_000_000L);
    }
}
