package stage5.load.scale;

import java.util.Map;

/** How the load of the hottest key of a class grows with the rate of orders. */
sealed interface Growth {

    /**
     * Returns the units a second on the hottest key of the class.
     *
     * @param demand of the shop
     * @param sample the units of the class in the sample
     */
    double unitsPerSecond(Demand demand, Sample sample);

    /** Returns the read units a second, if they grow in another way. */
    default double readUnitsPerSecond(Demand demand, Sample sample) {
        return unitsPerSecond(demand, sample);
    }

    /**
     * The demand that is projected.
     *
     * @param ordersPerSecond orders of one line
     * @param products the number of products, with a demand by Zipf's law
     * @param shards the values of the properties that set a number of shards or buckets; others have their default
     */
    record Demand(double ordersPerSecond, int products, Map<String, Integer> shards) {

        /** Returns the share of the most popular product, 0 to 1. */
        double hottestShare() {
            double sum = 0;
            for (int rank = 1; rank <= products; rank++) {
                sum += 1.0 / rank;
            }
            return 1 / sum;
        }
    }

    /**
     * What a class of keys consumed in the sample.
     *
     * @param unitsPerOrder of all keys of the class together
     * @param hottestUnits of the key with the most units
     * @param seconds the length of the sample
     */
    record Sample(double unitsPerOrder, double hottestUnits, double seconds) {}

    /** One key takes part in every order. */
    record WithAllOrders() implements Growth {
        @Override
        public double unitsPerSecond(Demand demand, Sample sample) {
            return sample.unitsPerOrder() * demand.ordersPerSecond();
        }
    }

    /** A key takes part in the orders of one product. */
    record WithItsProduct() implements Growth {
        @Override
        public double unitsPerSecond(Demand demand, Sample sample) {
            return sample.unitsPerOrder() * demand.ordersPerSecond() * demand.hottestShare();
        }
    }

    /**
     * A key takes part in the orders of one product, which are divided among buckets; a reader reads all buckets. Their number
     * doubles as long as each of them takes more than a hot one does.
     *
     * @param property sets the most buckets
     * @param byDefault the default of the property
     * @param unitsOfAHotBucket write units a second from which a bucket is hot
     */
    record OverBuckets(String property, int byDefault, double unitsOfAHotBucket) implements Growth {
        @Override
        public double unitsPerSecond(Demand demand, Sample sample) {
            double ofProduct = readUnitsPerSecond(demand, sample);
            int most = demand.shards().getOrDefault(property, byDefault);
            int buckets = 1;
            while (buckets < most && ofProduct / buckets > unitsOfAHotBucket) {
                buckets = Math.min(2 * buckets, most);
            }
            return ofProduct / buckets;
        }

        @Override
        public double readUnitsPerSecond(Demand demand, Sample sample) {
            return sample.unitsPerOrder() * demand.ordersPerSecond() * demand.hottestShare();
        }
    }

    /**
     * One key takes part in every order, but for each product at most once in an interval.
     *
     * @param intervalSeconds the interval
     * @param unitsOfAChange the write units of one time
     */
    record WithEachProduct(double intervalSeconds, double unitsOfAChange) implements Growth {
        @Override
        public double unitsPerSecond(Demand demand, Sample sample) {
            double most = demand.products() / intervalSeconds * unitsOfAChange;
            return Math.min(sample.unitsPerOrder() * demand.ordersPerSecond(), most);
        }
    }

    /**
     * The orders are spread evenly over a number of keys.
     *
     * @param property sets the number; null if it is fixed
     */
    record OverShards(String property, int byDefault) implements Growth {
        @Override
        public double unitsPerSecond(Demand demand, Sample sample) {
            return sample.unitsPerOrder() * demand.ordersPerSecond() / shards(demand);
        }

        int shards(Demand demand) {
            return property == null ? byDefault : demand.shards().getOrDefault(property, byDefault);
        }
    }

    /** A key belongs to one order, message or customer: its units do not grow; in the worst case they fall into one second. */
    record NotAtAll() implements Growth {
        @Override
        public double unitsPerSecond(Demand demand, Sample sample) {
            return sample.hottestUnits();
        }
    }

    /**
     * A key whose writes grow, but which a schedule reads at any rate. The schedule finds nothing as long as events are
     * published, sagas end in time and Redis counts.
     */
    record ReadBySchedule(Growth ofWrites) implements Growth {
        @Override
        public double unitsPerSecond(Demand demand, Sample sample) {
            return ofWrites.unitsPerSecond(demand, sample);
        }

        @Override
        public double readUnitsPerSecond(Demand demand, Sample sample) {
            return new WithTime().unitsPerSecond(demand, sample);
        }
    }

    /** A key is used by a schedule, at any rate. */
    record WithTime() implements Growth {
        @Override
        public double unitsPerSecond(Demand demand, Sample sample) {
            return sample.hottestUnits() / sample.seconds();
        }
    }
}
