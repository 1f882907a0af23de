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

class PlanTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @EnumSource(Model.class)
    void shouldSendTheSameSequence_whenTheSeedIsTheSame(Model model) {
        assertThat(plan(model, 30, 7).visits().toList())
                .isNotEmpty()
                .isEqualTo(plan(model, 30, 7).visits().toList())
                .isNotEqualTo(plan(model, 30, 8).visits().toList());
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void shouldAnnounceAsManyVisitorsForEachSecondAsArrive(Model model) {
        Plan plan = plan(model, 30, 3);
        List<Visit> visits = plan.visits().toList();

        assertThat(plan.arrivals().stream().mapToInt(Integer::intValue).sum()).isEqualTo(visits.size());
        long second = plan.firstSecond();
        for (int announced : plan.arrivals()) {
            long from = second++;
            assertThat(visits.stream().filter(visit -> floor(visit.arrival()) == from))
                    .hasSize(announced);
        }
    }

    @Test
    void shouldSendInOrder_withinEachVisitAndFromVisitToVisit() {
        List<Visit> visits = plan(Model.BROWSE, 50, 1).visits().toList();

        assertThat(visits).extracting(Visit::arrival).isSorted();
        assertThat(visits).extracting(Visit::number).isSorted().doesNotHaveDuplicates();
        assertThat(visits)
                .allSatisfy(
                        visit -> assertThat(visit.pages()).extracting(Page::due).isSorted());
    }

    @Test
    void shouldReachTheRate_whenTheWarmUpIsOver() {
        Plan plan = new Plan(
                Model.BROWSE, RateProfile.constant(200), Duration.ofSeconds(10), MINUTE, 12, 1000, 5, Share.WHOLE);

        long due = pages(plan, page -> !page.due().isNegative() && page.due().compareTo(MINUTE) < 0);

        assertThat((double) due).isEqualTo(200 * 60, within(400.0));
    }

    @Test
    void shouldBrowseNinetyNineOne() {
        Plan plan = plan(Model.BROWSE, 500, 5);
        double all = pages(plan, page -> true);

        assertThat(pages(plan, page -> List.of(Kind.LISTING, Kind.SEARCH, Kind.PRODUCT)
                                .contains(page.kind()))
                        / all)
                .isEqualTo(0.90, within(0.01));
        assertThat(pages(plan, page -> List.of(Kind.BESTSELLERS, Kind.HISTORY).contains(page.kind())) / all)
                .isEqualTo(0.09, within(0.01));
        assertThat(pages(plan, page -> page.kind() == Kind.ORDER) / all).isEqualTo(0.01, within(0.002));
    }

    @Test
    void shouldOrderOnceAVisit_whenTheModelIsCheckout() {
        assertThat(plan(Model.CHECKOUT, 20, 5).visits()).allSatisfy(visit -> assertThat(visit.pages())
                .singleElement()
                .extracting(Page::kind)
                .isEqualTo(Kind.ORDER));
    }

    @Test
    void shouldWantOneProductMostOfTheTime_whenTheFlashIsOn() {
        Plan plan = plan(Model.FLASH, 20, 5);
        double all = pages(plan, page -> page.kind() == Kind.PRODUCT);

        assertThat(pages(plan, page -> page.kind() == Kind.PRODUCT && page.subject() == 0) / all)
                .isGreaterThan(0.75);
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void shouldSendThePlan_whenSeveralMachinesSendAShareEach(Model model) {
        List<Plan> shares = IntStream.rangeClosed(1, 3)
                .mapToObj(number -> plan(model, 30, 7, new Share(number, 3)))
                .toList();

        assertThat(shares.stream().flatMap(Plan::visits).sorted(Comparator.comparing(Visit::number)))
                .containsExactlyElementsOf(plan(model, 30, 7).visits().toList());
        for (Plan share : shares) {
            assertThat(share.arrivals().stream().mapToLong(Integer::longValue).sum())
                    .isEqualTo(share.visits().count())
                    .isPositive();
            assertThat(share.rate(30)).isEqualTo(share.profile().at(30) / 3);
        }
    }

    @Test
    void shouldReadAShare_asItIsWritten() {
        assertThat(Share.parse("2/4")).isEqualTo(new Share(2, 4)).hasToString("2/4");
        assertThatThrownBy(() -> Share.parse("5/4")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Share.parse("half")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseToWantNothing() {
        assertThatThrownBy(() ->
                        new Plan(Model.BROWSE, RateProfile.constant(1), Duration.ZERO, MINUTE, 1, 0, 1, Share.WHOLE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Plan plan(Model model, double rate, long seed) {
        return plan(model, rate, seed, Share.WHOLE);
    }

    private static Plan plan(Model model, double rate, long seed, Share share) {
        return new Plan(model, model.profile(rate, MINUTE), Duration.ofSeconds(5), MINUTE, 12, 1000, seed, share);
    }

    private static long pages(Plan plan, Predicate<Page> which) {
        return plan.visits()
                .flatMap(visit -> visit.pages().stream())
                .filter(which)
                .count();
    }

    private static long floor(Duration time) {
        return Math.floorDiv(time.toNanos(), 1_000_000_000L);
    }
}
