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
 * Every request of a run, with its due time. The plan follows from the model, the rate and the seed alone, never from
 * responses, so that two runs of one plan send the same sequence. Visitors arrive as a Poisson process; each sends
 * three requests with exponential think times (one request if {@link LoadModel#isOrders()}).
 *
 * @param profile requests a second over time
 * @param warmUp the time before time zero in which requests are sent and not measured
 * @param duration from time zero to the last request
 * @param categories the number of categories
 * @param products the number of products
 * @param share of the visits that this machine sends; visits are numbered and drawn as if it sent all of them
 */
public record LoadPlan(
        LoadModel model,
        RateProfile profile,
        Duration warmUp,
        Duration duration,
        int categories,
        int products,
        long seed,
        MachineShare share) {

    private static final int REQUESTS = 3;
    private static final double THINKING_SECONDS = 1;
    private static final double LONGEST_THINKING_SECONDS = 4;

    /** The share of product requests that a flash directs at one product. */
    private static final double HOT = 0.8;

    public LoadPlan {
        if (warmUp.isNegative() || !duration.isPositive() || categories < 1 || products < 1) {
            throw new IllegalArgumentException("A plan needs a positive duration, a category and a product");
        }
    }

    /** Returns the first second with arrivals; 0 without a warm-up. */
    public long firstSecond() {
        return -warmUp.toSeconds();
    }

    /** Returns the first second after the last arrivals. */
    public long endSecond() {
        return (duration.toMillis() + 999) / 1000;
    }

    /** Returns the number of arrivals in each second, from the first second. */
    public List<Integer> arrivals() {
        List<Integer> arrivals = new ArrayList<>();
        long number = 0;
        for (long second = firstSecond(); second < endSecond(); second++) {
            int all = poisson(profile.at(second) / requestsPerVisit(), random(second));
            arrivals.add(share.count(number, all));
            number += all;
        }
        return arrivals;
    }

    /** Returns the requests a second that this machine sends in a second of the run. */
    public double rate(long second) {
        return share.part(profile.at(second));
    }

    /** Returns this machine's highest rate before a second of the run. */
    public double peak(long seconds) {
        return share.part(profile.peak(seconds));
    }

    /** Returns all visits in the order of arrival. The stream is lazy: a long plan does not fit into memory. */
    public Stream<Visit> visits() {
        ZipfDistribution popularity = new ZipfDistribution(products);
        long[] number = {0};
        return LongStream.range(firstSecond(), endSecond()).boxed().flatMap(second -> {
            RandomGenerator random = random(second);
            return Arrays.stream(offsets(second, random))
                    .mapToObj(offset -> visit(number[0]++, second + offset, popularity, random))
                    .filter(visit -> share.has(visit.number()));
        });
    }

    private double[] offsets(long second, RandomGenerator random) {
        double[] offsets = new double[poisson(profile.at(second) / requestsPerVisit(), random)];
        Arrays.setAll(offsets, i -> random.nextDouble());
        Arrays.sort(offsets);
        return offsets;
    }

    private Visit visit(long number, double arrival, ZipfDistribution popularity, RandomGenerator random) {
        List<PlannedRequest> requests = new ArrayList<>();
        double due = arrival;
        for (int i = 0; i < requestsPerVisit(); i++) {
            requests.add(request(due, popularity, random));
            double thinking = -THINKING_SECONDS * Math.log(1 - random.nextDouble());
            due += Math.min(thinking, LONGEST_THINKING_SECONDS);
        }
        return new Visit(number, requests);
    }

    private PlannedRequest request(double due, ZipfDistribution popularity, RandomGenerator random) {
        RequestKind kind = model.isOrders() ? RequestKind.ORDER : kind(random.nextDouble());
        boolean hot = model == LoadModel.FLASH_SALE || model == LoadModel.FLASH && random.nextDouble() < HOT;
        int product = popularity.draw(random);
        int category = random.nextInt(categories);
        return new PlannedRequest(
                kind, Duration.ofNanos((long) (due * 1e9)), kind == RequestKind.LISTING ? category : hot ? 0 : product);
    }

    /** 90 % listings, searches and product pages, 9 % bestsellers and order histories, 1 % orders. */
    private static RequestKind kind(double point) {
        if (point < 0.30) {
            return RequestKind.LISTING;
        }
        if (point < 0.45) {
            return RequestKind.SEARCH;
        }
        if (point < 0.90) {
            return RequestKind.PRODUCT;
        }
        if (point < 0.945) {
            return RequestKind.BESTSELLERS;
        }
        return point < 0.99 ? RequestKind.HISTORY : RequestKind.ORDER;
    }

    private int requestsPerVisit() {
        return model.isOrders() ? 1 : REQUESTS;
    }

    /** Each second has its own random source, so that {@link #arrivals()} need not draw the visits. */
    private RandomGenerator random(long second) {
        return new SplittableRandom(new SplittableRandom(seed).nextLong() + second);
    }

    /** Knuth's algorithm for means up to 30; larger means are sums of independent Poisson draws. */
    private static int poisson(double mean, RandomGenerator random) {
        int sum = 0;
        for (double remaining = mean; remaining > 0; remaining -= 30) {
            double limit = Math.exp(-Math.min(remaining, 30));
            double product = random.nextDouble();
            while (product > limit) {
                sum++;
                product *= random.nextDouble();
            }
        }
        return sum;
    }
}
