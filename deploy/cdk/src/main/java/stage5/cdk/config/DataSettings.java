package stage5.cdk.config;

import static java.util.Objects.requireNonNull;

/**
 * What happens to stored data, and where temporary data is stored.
 *
 * @param deletable whether deleting the stacks also deletes the data
 * @param redis its data is deleted in any case
 */
public record DataSettings(boolean deletable, int logRetentionDays, RedisSettings redis) {

    public DataSettings {
        requireNonNull(redis, "data.redis");
    }
}
