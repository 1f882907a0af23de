package stage5.load.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * All that visitors are going to do: who comes when, and asks for what at which moment. It follows from the model, the
 * rate and the seed alone, whatever the shop answers, so that two runs of a plan send the same sequence. Visitors arrive
 * as a Poisson process; each asks for a few pages, with time to think between.
 *
 * @param profile requests a second over time
 * @param warmUp how long before time zero the first visitors come
 * @param duration from time zero to the last request
 * @param categories how many categories there are to list
 * @param products how many products there are to want
 * @param share of the visits that this machine makes; they are numbered and drawn as if it made all
 */
public record Plan(
        Model model,
        RateProfile profile,
        Duration warmUp,
        Duration duration,
        int categories,
        int products,
        long seed,
        Share share) {

    private static final int PAGES = 3;
    private static final double THINKING_SECONDS = 1;
    private static final double LONGEST_THINKING_SECONDS = 4;

    /** The share of a flash's visitors who want the one product that they have come for. */
    private static final double HOT = 0.8;

    public Plan {
        if (warmUp.isNegative() || !duration.isPositive() || categories < 1 || products < 1) {
            throw new IllegalArgumentException("A plan takes some time and wants something that there is");
        }
    }

    /** Returns the first second in which visitors arrive; 0 where there is no warm-up. */
    public long firstSecond() {
        return -warmUp.toSeconds();
    }

    /** Returns the second in which nobody arrives any more. */
    public long endSecond() {
        return (duration.toMillis() + 999) / 1000;
    }

    /** Returns how many visitors arrive in each second, from the first one on. */
    public List<Integer> arrivals() {
        List<Integer> arrivals = new ArrayList<>();
        long number = 0;
        for (long second = firstSecond(); second < endSecond(); second++) {
            int all = poisson(profile.at(second) / pages(), random(second));
            arrivals.add(share.count(number, all));
            number += all;
        }
        return arrivals;
    }

    /** Returns the requests a second that this machine sends in that second. */
    public double rate(long second) {
        return share.part(profile.at(second));
    }

    /** Returns the highest rate of this machine before that second. */
    public double peak(long seconds) {
        return share.part(profile.peak(seconds));
    }

    /** Returns all visits in the order of arrival, made as they are asked for. */
    public Stream<Visit> visits() {
        Zipf interest = new Zipf(products);
        long[] number = {0};
        return LongStream.range(firstSecond(), endSecond()).boxed().flatMap(second -> {
            RandomGenerator random = random(second);
            return Arrays.stream(offsets(second, random))
                    .mapToObj(offset -> visit(number[0]++, second + offset, interest, random))
                    .filter(visit -> share.has(visit.number()));
        });
    }

    private double[] offsets(long second, RandomGenerator random) {
        double[] offsets = new double[poisson(profile.at(second) / pages(), random)];
        Arrays.setAll(offsets, i -> random.nextDouble());
        Arrays.sort(offsets);
        return offsets;
    }

    private Visit visit(long number, double arrival, Zipf interest, RandomGenerator random) {
        List<Page> pages = new ArrayList<>();
        double due = arrival;
        for (int page = 0; page < pages(); page++) {
            pages.add(page(due, interest, random));
            double thinking = -THINKING_SECONDS * Math.log(1 - random.nextDouble());
            due += Math.min(thinking, LONGEST_THINKING_SECONDS);
        }
        return new Visit(number, pages);
    }

    private Page page(double due, Zipf interest, RandomGenerator random) {
        Kind kind = model == Model.CHECKOUT ? Kind.ORDER : kind(random.nextDouble());
        boolean hot = model == Model.FLASH && random.nextDouble() < HOT;
        int wanted = interest.draw(random);
        int category = random.nextInt(categories);
        return new Page(kind, Duration.ofNanos((long) (due * 1e9)), kind == Kind.LISTING ? category : hot ? 0 : wanted);
    }

    /** 90 % listings, searches and product pages, 9 % bestsellers and histories, 1 % orders. */
    private static Kind kind(double point) {
        if (point < 0.30) {
            return Kind.LISTING;
        }
        if (point < 0.45) {
            return Kind.SEARCH;
        }
        if (point < 0.90) {
            return Kind.PRODUCT;
        }
        if (point < 0.945) {
            return Kind.BESTSELLERS;
        }
        return point < 0.99 ? Kind.HISTORY : Kind.ORDER;
    }

    private int pages() {
        return model == Model.CHECKOUT ? 1 : PAGES;
    }

    /** Each second draws from a source of its own, so that how many arrive can be known before what they want. */
    private RandomGenerator random(long second) {
        return new SplittableRandom(new SplittableRandom(seed).nextLong() + second);
    }

    /** Knuth's method for small means; beyond, a sum of independent ones, which is Poisson again. */
    private static int poisson(double mean, RandomGenerator random) {
        int sum = 0;
        for (double left = mean; left > 0; left -= 30) {
            double limit = Math.exp(-Math.min(left, 30));
            double product = random.nextDouble();
            while (product > limit) {
                sum++;
                product *= random.nextDouble();
            }
        }
        return sum;
    }
}
