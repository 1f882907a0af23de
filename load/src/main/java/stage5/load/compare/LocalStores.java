package stage5.load.compare;

import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;
import stage5.load.generator.LoadException;
import stage5.stack.Stack;
import stage5.stack.cloud.CloudClients;
import stage5.stack.seed.ShopFilling;
import stage5.stack.terminal.ProgressListener;

/** The data of the local cloud. */
public record LocalStores(Stack stack, ProgressListener progress) implements Comparing.Stores {

    /** The catalogue stores only cache entries in Redis; other services' keys must survive. */
    private static final ScanParams CACHE = new ScanParams().match("catalog:*").count(1_000);

    @Override
    public void fill() throws InterruptedException {
        new ShopFilling(stack).fill(progress);
    }

    @Override
    public void emptyCache() {
        try (Jedis redis = CloudClients.redis(stack.ports())) {
            String cursor = ScanParams.SCAN_POINTER_START;
            do {
                ScanResult<String> page = redis.scan(cursor, CACHE);
                List<String> keys = page.getResult();
                if (!keys.isEmpty()) {
                    redis.unlink(keys.toArray(String[]::new));
                }
                cursor = page.getCursor();
            } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        } catch (JedisException e) {
            throw new LoadException("The catalogue's cache can't be emptied: " + e.getMessage());
        }
    }
}
